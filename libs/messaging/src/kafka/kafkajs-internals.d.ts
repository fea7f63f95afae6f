/** What messaging uses of the inside of kafkajs 2.2.4, which is pinned. */
declare module 'kafkajs/src/protocol/requests/produce/index.js' {
  namespace produce {
    interface ProduceWish {
      readonly acks: number;
      readonly timeout: number;
      readonly compression?: number;
      readonly transactionalId?: string | null | undefined;
      /** The digits of a 64-bit number, or an object that writes them. */
      readonly producerId: { toString(): string };
      readonly producerEpoch: number;
      readonly topicData: readonly TopicWish[];
    }

    interface TopicWish {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly firstSequence: number;
        readonly messages: readonly object[];
      }[];
    }

    /** What was written, under both names by which kafkajs asks for it. */
    interface Written {
      readonly buf: Buffer;
      readonly buffer: Buffer;
    }

    interface Exchange {
      readonly request: { readonly encode: () => Promise<Written> };
      readonly response: unknown;
    }
  }

  const produce: { protocol: (wish: { readonly version: number }) => (wish: produce.ProduceWish) => produce.Exchange };
  export = produce;
}
