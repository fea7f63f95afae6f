/** The way to somebody's phone: an SMS or WeChat service of the city. Throws when the message was not taken. */
export abstract class Messages {
  abstract send(phone: string, text: { readonly zh: string; readonly en: string }): Promise<void>;
}
