export function PanelsPage() { return null; }
