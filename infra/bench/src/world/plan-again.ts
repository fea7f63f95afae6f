/**
 * After each round. Plans that were made while tables were empty read all of their rows, until PostgreSQL counts these again about a
 * minute later: a city lives with such plans for its first minute, a bench would measure little else.
 */
export const PLAN_AGAIN = 'ANALYZE';
