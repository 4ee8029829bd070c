import packageFile from '../../package.json' with { type: 'json' };

export const TOOL = `lamark ${packageFile.version}`;

/** On standard error, always. */
export const BANNER = `LAMARK image watermarking tool ${packageFile.version} (Touchstone)
Copyright the Touchstone authors. Apache License 2.0.
This program contains Node.js, copyright Node.js contributors, MIT License.
`;
