export interface BrokerAccount {
  readonly name: string;
  readonly password: string;
}
