export function OwnComparePage() { return null; }
export function SharedComparePage() { return null; }
