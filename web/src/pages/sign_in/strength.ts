/** 0–4, a hint only: the server decides. Length counts most, then variety; what is easily guessed counts nothing. */
export function strengthOf(password: string, username: string, shortest: number): number {
  const lower = password.toLowerCase();
  if (password.length < shortest || (username && lower.includes(username.toLowerCase()))) return password ? 1 : 0;
  if (/^(.)\1+$/.test(password) || /(0123456|1234567|abcdefg|qwerty|password)/.test(lower)) return 1;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  if (password.length >= 16 && kinds >= 2) return 4;
  return password.length >= 12 && kinds >= 3 ? 4 : kinds >= 2 ? 3 : 2;
}
