/** What a rule may require, as the server names it, in the order of the form. */
export const REQUIRABLE = ['reason', 'asked', 'done', 'result', 'resolution', 'next_step', 'caller_relation'] as const;
