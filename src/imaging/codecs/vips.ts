/** The one place that sets up libvips for this process: no cache (the same bytes are rarely read twice), one thread (the pool is ours). */
import sharp from 'sharp';

sharp.cache(false);
sharp.concurrency(1);

export { sharp };
