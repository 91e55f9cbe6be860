type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** The colour spaces of DTCG 2025.10. */
export type ColorSpace = keyof typeof toXyz;

/** A colour in one of them. Components as CSS Color 4 counts them: sRGB and its like from 0 to 1, hsl and hwb in degrees and percent, lab and lch with lightness to 100, oklab and oklch to 1. */
export interface SpaceColor {
  readonly colorSpace: ColorSpace;
  readonly components: Triple;
  /** 0 to 1. */
  readonly alpha: number;
}

/** Whether a text names a colour space. */
export function isColorSpace(name: string): name is ColorSpace {
  return Object.hasOwn(toXyz, name);
}

/**
 * `#rrggbb`, or `#rrggbbaa` when not opaque. What lies outside of sRGB is mapped into it as CSS Color 4, section 13.2, says: chroma is reduced in Oklch, at the same lightness and hue, until clipping is not noticeable.
 * Double arithmetic rounded to 8 bits, so machines agree.
 */
export function formatHexColor(color: SpaceColor): string {
  const channels = convertToSrgb(color).map((channel) => toByte(channel * 255));
  const alpha = color.alpha >= 1 ? [] : [toByte(color.alpha * 255)];
  return `#${[...channels, ...alpha].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Lightness from 0 to 1, and the two axes of colour. */
export function convertToOklab({ colorSpace, components }: SpaceColor): Triple {
  return xyzToOklab(toXyz[colorSpace](components));
}

function convertToSrgb({ colorSpace, components }: SpaceColor): Triple {
  if (colorSpace === 'srgb' && components.every(isUnit)) return components;
  const xyz = toXyz[colorSpace](components);
  const linear = multiply(xyzToLinearSrgb, xyz);
  return map(isInGamut(linear) ? linear : reduceChroma(xyz), encodeSrgb);
}

/** Rounds half up, after dropping the noise of the conversions' last digits. */
function toByte(value: number): number {
  return Math.round(Math.min(255, Math.max(0, Math.round(value * 1e6) / 1e6)));
}

const unnoticeable = 0.02;
const precision = 0.0001;

/** Binary search over chroma; see {@link formatHexColor}. */
function reduceChroma(xyz: Triple): Triple {
  const lab = xyzToOklab(xyz);
  const [lightness, a, b] = lab;
  if (lightness >= 1) return [1, 1, 1];
  if (lightness <= 0) return [0, 0, 0];
  const at = (share: number): Triple => [lightness, a * share, b * share];
  const toLinear = (candidate: Triple): Triple => multiply(xyzToLinearSrgb, oklabToXyz(candidate));
  const distance = (candidate: Triple, clipped: Triple): number => Math.hypot(...subtract(xyzToOklab(multiply(linearSrgbToXyz, clipped)), candidate));
  let clipped = clip(toLinear(lab));
  if (distance(lab, clipped) < unnoticeable) return clipped;
  let [low, high, lowIsInside] = [0, 1, true];
  const step = precision / Math.hypot(a, b);
  while (high - low > step) {
    const share = (low + high) / 2;
    const linear = toLinear(at(share));
    if (lowIsInside && isInGamut(linear)) {
      low = share;
      continue;
    }
    clipped = clip(linear);
    const error = distance(at(share), clipped);
    if (error >= unnoticeable) high = share;
    else if (unnoticeable - error < precision) return clipped;
    else [low, lowIsInside] = [share, false];
  }
  return clipped;
}

const isUnit = (value: number): boolean => value >= 0 && value <= 1;
const isInGamut = (linear: Triple): boolean => linear.every((channel) => channel >= -1e-6 && channel <= 1 + 1e-6);
const clip = (linear: Triple): Triple => map(linear, (channel) => Math.min(1, Math.max(0, channel)));
const map = (triple: Triple, change: (value: number) => number): Triple => [change(triple[0]), change(triple[1]), change(triple[2])];
const dot = (row: Triple, vector: Triple): number => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2];
const multiply = (matrix: Matrix, vector: Triple): Triple => [dot(matrix[0], vector), dot(matrix[1], vector), dot(matrix[2], vector)];
const subtract = (one: Triple, other: Triple): Triple => [one[0] - other[0], one[1] - other[1], one[2] - other[2]];
const column = (matrix: Matrix, index: 0 | 1 | 2): Triple => [matrix[0][index], matrix[1][index], matrix[2][index]];
const cross = (one: Triple, other: Triple): Triple => [
  one[1] * other[2] - one[2] * other[1],
  one[2] * other[0] - one[0] * other[2],
  one[0] * other[1] - one[1] * other[0],
];

/** The inverse by cofactors. */
function invert(matrix: Matrix): Matrix {
  const columns = [column(matrix, 0), column(matrix, 1), column(matrix, 2)] as const;
  const determinant = dot(columns[0], cross(columns[1], columns[2]));
  const scale = (triple: Triple): Triple => map(triple, (value) => value / determinant);
  return [scale(cross(columns[1], columns[2])), scale(cross(columns[2], columns[0])), scale(cross(columns[0], columns[1]))];
}

const toWhite = (x: number, y: number): Triple => [x / y, 1, (1 - x - y) / y];
/** Chromaticities of CIE standard illuminants as CSS Color 4 uses them. */
const whiteD65 = toWhite(0.3127, 0.329);
const whiteD50 = toWhite(0.3457, 0.3585);

/** Linear RGB → XYZ, from the chromaticities of the primaries and the white that (1, 1, 1) stands for. */
function deriveMatrix(primaries: readonly [readonly [number, number], readonly [number, number], readonly [number, number]], white: Triple): Matrix {
  const [red, green, blue] = primaries.map(([x, y]) => toWhite(x, y)) as [Triple, Triple, Triple];
  const unscaled: Matrix = [
    [red[0], green[0], blue[0]],
    [red[1], green[1], blue[1]],
    [red[2], green[2], blue[2]],
  ];
  const scale = multiply(invert(unscaled), white);
  const scaleRow = (row: Triple): Triple => [row[0] * scale[0], row[1] * scale[1], row[2] * scale[2]];
  return [scaleRow(unscaled[0]), scaleRow(unscaled[1]), scaleRow(unscaled[2])];
}

const linearSrgbToXyz = deriveMatrix(
  [
    [0.64, 0.33],
    [0.3, 0.6],
    [0.15, 0.06],
  ],
  whiteD65,
);
const xyzToLinearSrgb = invert(linearSrgbToXyz);
const linearP3ToXyz = deriveMatrix(
  [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  whiteD65,
);
const linearA98ToXyz = deriveMatrix(
  [
    [0.64, 0.33],
    [0.21, 0.71],
    [0.15, 0.06],
  ],
  whiteD65,
);
const linearRec2020ToXyz = deriveMatrix(
  [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  whiteD65,
);
const linearProPhotoToXyzD50 = deriveMatrix(
  [
    [0.734699, 0.265301],
    [0.159597, 0.840403],
    [0.036598, 0.000105],
  ],
  whiteD50,
);

/** Cone response of the Bradford adaptation. */
const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** Chromatic adaptation from D50 to D65 (Bradford). */
function adaptToD65(xyz: Triple): Triple {
  const [from, to] = [multiply(bradford, whiteD50), multiply(bradford, whiteD65)];
  const cone = multiply(bradford, xyz);
  return multiply(invert(bradford), [(cone[0] * to[0]) / from[0], (cone[1] * to[1]) / from[1], (cone[2] * to[2]) / from[2]]);
}

/** Applies a transfer curve to the size of a value and keeps its sign, so that colours beyond the gamut survive. */
const signed =
  (curve: (size: number) => number) =>
  (value: number): number =>
    Math.sign(value) * curve(Math.abs(value));
const decodeSrgb = signed((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
const encodeSrgb = signed((v) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055));
const decodeA98 = signed((v) => v ** (563 / 256));
const decodeProPhoto = signed((v) => (v <= 16 / 512 ? v / 16 : v ** 1.8));
/** CSS Color 4 takes the display-referred curve (ITU-R BT.1886). */
const decodeRec2020 = signed((v) => v ** 2.4);

const srgbToXyz = (rgb: Triple): Triple => multiply(linearSrgbToXyz, map(rgb, decodeSrgb));

function toCartesian([lightness, chroma, hue]: Triple): Triple {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

/** hsl → sRGB, the closed form of CSS Color 4, section 7.1. */
function hslToSrgb([hue, saturation, lightness]: Triple): Triple {
  const [s, l] = [saturation / 100, lightness / 100];
  const channel = (offset: number): number => {
    const k = (((offset + hue / 30) % 12) + 12) % 12;
    return l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

function hwbToSrgb([hue, whiteness, blackness]: Triple): Triple {
  const [white, black] = [whiteness / 100, blackness / 100];
  const most = Math.max(1, white + black);
  return map(hslToSrgb([hue, 100, 50]), (channel) => channel * (1 - (white + black) / most) + white / most);
}

/** CIE Lab → XYZ D65; constants of CIE 15. */
function labToXyz([lightness, a, b]: Triple): Triple {
  const y = (lightness + 16) / 116;
  const decode = (f: number): number => (f ** 3 > 216 / 24389 ? f ** 3 : (116 * f - 16) / (24389 / 27));
  return adaptToD65([decode(y + a / 500) * whiteD50[0], decode(y), decode(y - b / 200) * whiteD50[2]]);
}

/** XYZ D65 → cone response, and its cube root → Oklab; Björn Ottosson's matrices as CSS Color 4 gives them. */
const xyzToCone: Matrix = [
  [0.819022437996703, 0.3619062600528904, -0.1288737815209879],
  [0.0329836539323885, 0.9292868615863434, 0.0361446663506424],
  [0.0481771893596242, 0.2642395317527308, 0.6335478284694309],
];
const coneToOklab: Matrix = [
  [0.210454268309314, 0.7936177747023054, -0.0040720430116193],
  [1.9779985324311684, -2.4285922420485799, 0.450593709617411],
  [0.0259040424655478, 0.7827717124575296, -0.8086757549230774],
];
const coneToXyz = invert(xyzToCone);
const oklabToCone = invert(coneToOklab);
const xyzToOklab = (xyz: Triple): Triple => multiply(coneToOklab, map(multiply(xyzToCone, xyz), Math.cbrt));
const oklabToXyz = (lab: Triple): Triple =>
  multiply(
    coneToXyz,
    map(multiply(oklabToCone, lab), (value) => value ** 3),
  );

const toXyz = {
  srgb: srgbToXyz,
  'srgb-linear': (rgb: Triple): Triple => multiply(linearSrgbToXyz, rgb),
  hsl: (hsl: Triple): Triple => srgbToXyz(hslToSrgb(hsl)),
  hwb: (hwb: Triple): Triple => srgbToXyz(hwbToSrgb(hwb)),
  lab: labToXyz,
  lch: (lch: Triple): Triple => labToXyz(toCartesian(lch)),
  oklab: oklabToXyz,
  oklch: (lch: Triple): Triple => oklabToXyz(toCartesian(lch)),
  'display-p3': (rgb: Triple): Triple => multiply(linearP3ToXyz, map(rgb, decodeSrgb)),
  'a98-rgb': (rgb: Triple): Triple => multiply(linearA98ToXyz, map(rgb, decodeA98)),
  'prophoto-rgb': (rgb: Triple): Triple => adaptToD65(multiply(linearProPhotoToXyzD50, map(rgb, decodeProPhoto))),
  rec2020: (rgb: Triple): Triple => multiply(linearRec2020ToXyz, map(rgb, decodeRec2020)),
  'xyz-d65': (xyz: Triple): Triple => xyz,
  'xyz-d50': adaptToD65,
} as const;
