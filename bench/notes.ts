/**
 * Why a goal is missed, by goal id. Written by hand after looking at a profile; a missed goal without an entry shows
 * as unexplained, and an entry for a goal that is met is not printed.
 */
export const notes: Readonly<Record<string, string>> = {};
