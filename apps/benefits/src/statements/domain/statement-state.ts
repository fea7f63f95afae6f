export type StatementState = 'draft' | 'checked' | 'approved' | 'paid' | 'carried' | 'discarded';
