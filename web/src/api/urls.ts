/** Addresses of what the browser fetches by itself: images, downloads, event streams. `ref` is a scan id or a share token `t_…`. */
const base = (ref: string): string => `/native/v1/scans/${encodeURIComponent(ref)}`;

export const figureImageUrl = (ref: string, figure: string, maxPx: number): string =>
  `${base(ref)}/figures/${encodeURIComponent(figure)}/image?max=${maxPx}`;
export const pageImageUrl = (ref: string, file: number, page: number, maxPx: number): string =>
  `${base(ref)}/pages/${file}/${page}/image?max=${maxPx}`;
export const reportUrl = (ref: string, minScore: number, language: string): string =>
  `${base(ref)}/report.pdf?minScore=${minScore}&lang=${encodeURIComponent(language)}`;
export const evidenceUrl = (ref: string): string => `${base(ref)}/evidence`;
export const eventsUrl = (ref: string): string => `${base(ref)}/events`;

/** The read-only page whoever has the token may open. */
export const shareUrl = (origin: string, shareToken: string): string => `${origin}/result/${shareToken.replace(/^t_/, '')}`;
