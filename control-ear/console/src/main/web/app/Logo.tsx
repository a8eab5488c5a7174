/** A gantry crane over a container. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="gantry-logo">
      <path d="M3 5h26v3.4H3zM6 8.4h3V28H6zM23 8.4h3V28h-3z" fill="currentColor" />
      <path d="M15.2 8.4h1.6v5h-1.6z" fill="currentColor" />
      <path d="M11.5 13.4h9v7.2h-9z" className="gantry-logo-load" />
    </svg>
  );
}
