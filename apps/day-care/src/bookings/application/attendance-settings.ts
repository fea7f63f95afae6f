/** How far ahead of the server's clock a recorded time may lie: the clocks of tablets go wrong. From the environment. */
export abstract class AttendanceSettings {
  abstract readonly toleranceMinutes: number;
}
