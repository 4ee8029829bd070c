import { useEffect, useState } from 'react';

/** Turns over `rate` times a second while it runs; held, it keeps what it shows. */
export function useFlicker(running: boolean, rate: number): boolean {
  const [second, setSecond] = useState(false);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setSecond((old) => !old), 1000 / rate);
    return () => clearInterval(timer);
  }, [running, rate]);
  return second;
}
