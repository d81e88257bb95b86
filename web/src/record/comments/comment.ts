/** What is said about a record by those who may see it. */
export const COMMENT = 'comment';
