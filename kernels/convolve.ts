// A 3 × 3 convolution with bias, an optional skip and a rectifier. Twin and specification: src/imaging/kernels/convolve.reference.ts.

/**
 * Rasters are f32, pixel by pixel, with a border of one pixel on all sides. Two pixels by sixteen outputs at a time; `width` is even, `outputs` a multiple of 16.
 * weights: blocks of 16 outputs, in each rows of the window, columns, inputs, then the 16 values. skip: adds the input at the same pixel (stride 1, as many inputs as outputs).
 */
export function convolve(input: usize, inputWidth: i32, inputs: i32, weights: usize, bias: usize, outputs: i32, stride: i32, skip: i32, width: i32, height: i32, out: usize): void {
  const pixel = <usize>inputs * 4;
  const inPitch = <usize>(inputWidth + 2) * pixel;
  const outPitch = <usize>((width + 2) * outputs) * 4;
  const taps = 3 * inputs;
  const zero = f32x4.splat(0);
  for (let block = 0; block < outputs; block += 16) {
    const kernel = weights + <usize>(block * 9 * inputs) * 4;
    const b0 = v128.load(bias + <usize>block * 4);
    const b1 = v128.load(bias + <usize>block * 4, 16);
    const b2 = v128.load(bias + <usize>block * 4, 32);
    const b3 = v128.load(bias + <usize>block * 4, 48);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x += 2) {
        let p0 = b0, p1 = b1, p2 = b2, p3 = b3;
        let q0 = b0, q1 = b1, q2 = b2, q3 = b3;
        let w = kernel;
        for (let row = 0; row < 3; row++) {
          let a = input + <usize>(y * stride + row) * inPitch + <usize>(x * stride) * pixel;
          const step = <usize>stride * pixel;
          for (let k = 0; k < taps; k++) {
            const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32), w3 = v128.load(w, 48);
            const p = v128.load_splat<f32>(a);
            const q = v128.load_splat<f32>(a + step);
            p0 = f32x4.add(p0, f32x4.mul(p, w0));
            p1 = f32x4.add(p1, f32x4.mul(p, w1));
            p2 = f32x4.add(p2, f32x4.mul(p, w2));
            p3 = f32x4.add(p3, f32x4.mul(p, w3));
            q0 = f32x4.add(q0, f32x4.mul(q, w0));
            q1 = f32x4.add(q1, f32x4.mul(q, w1));
            q2 = f32x4.add(q2, f32x4.mul(q, w2));
            q3 = f32x4.add(q3, f32x4.mul(q, w3));
            a += 4;
            w += 64;
          }
        }
        if (skip) {
          const s = input + <usize>(y + 1) * inPitch + <usize>(x + 1) * pixel + <usize>block * 4;
          p0 = f32x4.add(p0, v128.load(s));
          p1 = f32x4.add(p1, v128.load(s, 16));
          p2 = f32x4.add(p2, v128.load(s, 32));
          p3 = f32x4.add(p3, v128.load(s, 48));
          const t = s + pixel;
          q0 = f32x4.add(q0, v128.load(t));
          q1 = f32x4.add(q1, v128.load(t, 16));
          q2 = f32x4.add(q2, v128.load(t, 32));
          q3 = f32x4.add(q3, v128.load(t, 48));
        }
        const o = out + <usize>(y + 1) * outPitch + <usize>((x + 1) * outputs + block) * 4;
        v128.store(o, f32x4.max(p0, zero));
        v128.store(o, f32x4.max(p1, zero), 16);
        v128.store(o, f32x4.max(p2, zero), 32);
        v128.store(o, f32x4.max(p3, zero), 48);
        const o2 = o + <usize>outputs * 4;
        v128.store(o2, f32x4.max(q0, zero));
        v128.store(o2, f32x4.max(q1, zero), 16);
        v128.store(o2, f32x4.max(q2, zero), 32);
        v128.store(o2, f32x4.max(q3, zero), 48);
      }
    }
  }
}
