import { createContext, useContext } from 'react';

/** How a scan was reached: by its id with a session, or by its share token, read-only. The same screens serve both. */
export interface ScanAddress {
  /** For the API: the id, or `t_<token>`. */
  readonly ref: string;
  readonly shared: boolean;
  readonly base: { readonly to: '/scans/$id'; readonly params: { readonly id: string } } | { readonly to: '/result/$token'; readonly params: { readonly token: string } };
}

export const ScanAddressContext = createContext<ScanAddress | undefined>(undefined);

export function useScanAddress(): ScanAddress {
  const address = useContext(ScanAddressContext);
  if (!address) throw new Error('no scan around this component');
  return address;
}

/** Path of the scan's page, or of one finding on it. */
export function pathOf({ base }: ScanAddress, finding?: string): string {
  const scan = base.to === '/scans/$id' ? `/scans/${base.params.id}` : `/result/${base.params.token}`;
  return finding === undefined ? scan : `${scan}/findings/${encodeURIComponent(finding)}`;
}
