/** Dragging a medium onto a folder moves it there. The same is in the menu of each medium, for the keyboard. */
import { useState, type DragEvent } from 'react';
import type { MediumView } from '../../../src/http/native/media-wire.ts';
import { useMediaChanges } from '../api/media.ts';

export interface MediaDrag {
  readonly error: Error | null;
  /** Props of what can be dragged. */
  source(medium: MediumView): { readonly draggable: boolean; onDragStart(event: DragEvent): void; onDragEnd(): void };
  /** Props of a folder that takes it. */
  target(folder: Pick<MediumView, 'id' | 'writable'>): { readonly 'data-over'?: true; onDragOver(event: DragEvent): void; onDragLeave(): void; onDrop(event: DragEvent): void };
}

export function useDragMedia(): MediaDrag {
  const { change } = useMediaChanges();
  const [dragged, setDragged] = useState<MediumView>();
  const [over, setOver] = useState<number>();
  const end = (): void => {
    setDragged(undefined);
    setOver(undefined);
  };
  return {
    error: change.error,
    source: (medium) => ({
      draggable: medium.writable && medium.parents.length > 0,
      onDragStart: (event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', medium.name);
        setDragged(medium);
      },
      onDragEnd: end,
    }),
    target: (folder) => {
      const takes = dragged !== undefined && folder.writable && folder.id !== dragged.id && folder.id !== dragged.parents.at(-1)?.id;
      return {
        ...(takes && over === folder.id ? { 'data-over': true as const } : {}),
        onDragOver: (event) => {
          if (!takes) return;
          event.preventDefault();
          setOver(folder.id);
        },
        onDragLeave: () => setOver((now) => (now === folder.id ? undefined : now)),
        onDrop: (event) => {
          if (!takes) return;
          event.preventDefault();
          event.stopPropagation();
          change.mutate({ id: dragged.id, parent: folder.id });
          end();
        },
      };
    },
  };
}
