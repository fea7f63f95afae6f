/** How waiting ended. `closed`: nobody is offered anything any more, or the person cannot attend. */
export type WaitingEnd = 'accepted' | 'declined' | 'expired' | 'left' | 'closed';

export type WaitingState = 'waiting' | 'offered' | WaitingEnd;
