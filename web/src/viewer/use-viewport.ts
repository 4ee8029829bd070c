import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Box } from '../../../src/core/geometry.ts';
import { fitBox, keepInSight, type Size, type Viewport, zoomAt } from './viewport.ts';

export interface StageControl {
  readonly stageRef: RefObject<HTMLDivElement | null>;
  readonly viewport: Viewport | undefined;
  readonly screen: Size | undefined;
  change(change: (viewport: Viewport) => Viewport): void;
  fit(): void;
  /** One content unit is `scale` CSS px, the middle stays. */
  zoomTo(scale: number): void;
  zoomBy(factor: number): void;
}

/** The viewport of one stage (or of several that move together). Until somebody moves it, it fits `content` whatever the window does. */
export function useViewport(content: Box, fitTo: Box = content): StageControl {
  const stageRef = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<Size>();
  const [moved, setMoved] = useState<Viewport>();
  const contentKey = [content.x, content.y, content.width, content.height, fitTo.x, fitTo.y, fitTo.width, fitTo.height].join();
  const [lastKey, setLastKey] = useState(contentKey);
  if (lastKey !== contentKey) {
    setLastKey(contentKey);
    setMoved(undefined);
  }

  useEffect(() => {
    const stage = stageRef.current;
    if (!stage) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setScreen({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(stage);
    return () => observer.disconnect();
  }, []);

  const fitted = screen && fitBox(screen, fitTo);
  const viewport = lastKey === contentKey ? moved ?? fitted : fitted;
  const latest = useRef({ viewport, screen, content });
  useEffect(() => {
    latest.current = { viewport, screen, content };
  });

  const change = useCallback((step: (viewport: Viewport) => Viewport): void => {
    const { viewport: now, screen: size, content: box } = latest.current;
    if (!now || !size) return;
    const next = keepInSight(step(now), size, box);
    latest.current = { ...latest.current, viewport: next }; // several events may come before React renders
    setMoved(next);
  }, []);
  const zoomBy = useCallback((factor: number): void => {
    const middle = { x: (latest.current.screen?.width ?? 0) / 2, y: (latest.current.screen?.height ?? 0) / 2 };
    change((now) => zoomAt(now, middle, factor));
  }, [change]);
  const zoomTo = useCallback((scale: number): void => zoomBy(scale / (latest.current.viewport?.scale ?? scale)), [zoomBy]);

  return { stageRef, viewport, screen, change, fit: () => setMoved(undefined), zoomTo, zoomBy };
}
