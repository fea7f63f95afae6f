import type { ClaimStory } from './claim-story.js';

/** Plays all files that were one person at any time: a decision that counted a claim of another file comes after it. */
export function playTogether(stories: readonly ClaimStory[]): void {
  for (;;) {
    const open = stories.filter(({ isOver }) => !isOver);
    // Where none is ready the log lacks something, which the step says.
    const story = open.find(({ isReady }) => isReady) ?? open[0];
    if (!story) break;
    do story.step();
    while (!story.isOver && story.isReady);
  }
  for (const story of stories) story.end();
}
