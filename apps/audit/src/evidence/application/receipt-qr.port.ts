/** The link of a receipt as a picture that a telephone reads. */
export abstract class ReceiptQr {
  /** An SVG. @throws ReceiptQrUnknownError while nobody has said under which address the city is reached */
  abstract svg(code: string): string;
}
