/** The words of the demo paper. The experiment is invented; the text says so. */
export const NOTICE = 'DEMONSTRATION DOCUMENT. The experiment, the people and the results are invented. Two of the figures were manipulated on purpose, so that there is something to find.';

export const TITLE = 'A scaffold protein shapes the nuclear response of cultured cells to mild heat stress';

export const AUTHORS = 'A. Example, B. Sample and C. Specimen. Institute for Demonstrations, Nowhere.';

export const ABSTRACT = 'Cells that meet mild heat rearrange their nuclei within minutes. Which proteins guide this is not well understood. Here we follow nuclei of cultured cells under heat, with and without an inhibitor of the scaffold protein Scaf1, and measure the activation of a downstream kinase by western blot. Heat raised the share of responding cells from about one in five to about seven in ten; the inhibitor took most of this back. Tissue sections show the same cells in their surroundings. The data suggest that Scaf1 lies upstream of the nuclear response.';

export const INTRODUCTION = [
  'A cell under stress has little time. Within minutes of a rise in temperature the nucleus changes its shape, its chromatin is packed in another way and a set of kinases becomes active. Much of this is reversible: when the heat is gone, most cells look as they did before within an hour.',
  'Scaffold proteins hold the members of a signalling chain close to one another. Taking one of them away often leaves every single member intact and still breaks the chain. Scaf1 was found in a screen for such proteins; its part in the response to heat has not been examined.',
  'Heat is a convenient stress. It can be given and taken away in seconds, it reaches every cell of a dish alike, and its dose is a number. Mild heat, below the range in which proteins unfold, leaves cells alive and able to divide; what it changes is therefore more likely to be a response than a damage.',
  'We asked two questions. Do nuclei still respond when Scaf1 is inhibited? And is the kinase that follows it activated as before? To answer them we compared fields of stained nuclei and the amounts of phosphorylated kinase in two cell lines.',
];

export const METHODS = [
  'Cell culture. Two lines were kept at 37 degrees in standard medium with ten per cent serum. Heat was applied for twelve minutes at 41 degrees. The inhibitor was added one hour earlier; control cells received the solvent alone.',
  'Microscopy. Cells were fixed, washed three times and stained for DNA. Six fields were taken for each condition with the same exposure. No field was left out. Scale bars stand for twenty micrometres.',
  'Western blots. Equal amounts of protein were separated on gels of ten per cent, transferred and probed over night. Membranes were stripped once and probed again for actin as a control of loading.',
  'Image processing. Fields were cropped to the same size. Contrast was set once, for all fields of an experiment together. No part of any field was altered in itself.',
  'Tissue. Sections of four micrometres were stained and photographed at forty-fold magnification. Cells were counted by two people who did not know the condition.',
  'Statistics. Bars give the mean and the standard deviation of three experiments. Groups were compared by a two-sided test; p below 0.05 was called significant.',
];

export const RESULTS = [
  'Nuclei of control cells were round and evenly stained (Figure 1A, B). After heat, many were smaller and brighter, and neighbours stood closer together (Figure 1C, D). With the inhibitor, fields could not be told from those of the controls (Figure 1E, F).',
  'The amount of Scaf1 was the same in all lanes of both lines (Figure 2, top). Phosphorylated kinase rose in the lanes of heated cells and stayed low where the inhibitor was present (Figure 2, middle). Actin was even throughout (Figure 2, bottom).',
  'In sections of tissue, cells of both kinds were found side by side (Figure 3, right). The share of responding cells rose from 22 to 71 per cent with heat and fell to 34 per cent when the inhibitor was given (Figure 3, left).',
  'Repeating the experiment with cells of a later passage gave the same order of the three groups, although the differences were smaller.',
];

export const DISCUSSION = [
  'Our findings place Scaf1 between the sensing of heat and the response of the nucleus. The inhibitor did not change the amount of the protein, so it must act on what the protein does and not on how much of it there is.',
  'That fields with the inhibitor look like those of the control agrees with an earlier report on a related protein in yeast, where loss of the scaffold left growth at rest unchanged and abolished the reaction to heat.',
  'Two limits should be named. Only two lines were examined, and the inhibitor may have other targets. A line without the gene would answer both.',
];

export const REFERENCES = [
  '1. Caicedo JC et al. Nucleus segmentation across imaging experiments. Nat Methods 16, 2019.',
  '2. Ljosa V, Sokolnicki KL, Carpenter AE. Annotated high-throughput microscopy image sets for validation. Nat Methods 9, 2012.',
];

export const CAPTIONS = {
  first: 'Nuclei under heat. A, B: control. C, D: heat. E, F: heat with inhibitor. DNA stain; scale bars, 20 micrometres.',
  second: 'Western blots of two lines. Six lanes each: control, heat and heat with inhibitor, two repeats. Actin served as a control of loading.',
  third: 'Left: share of responding cells, per cent, mean and standard deviation of three experiments. Right: stained sections of two specimens.',
} as const;
