/** A DOI in the one form we keep: lower case, without `doi:` and without a resolver's address. Undefined: it is none. Source: DOI Handbook §2. */
export function toDoi(text: string): string | undefined {
  const bare = text.trim().toLowerCase().replace(/^(https?:\/\/)?(dx\.)?doi\.org\//, '').replace(/^doi:\s*/, '');
  return /^10\.\d{4,9}(\.\d+)*\/\S+$/.test(bare) ? bare : undefined;
}
