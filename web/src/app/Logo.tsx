/** Threads woven into a fabric. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <g fill="none" strokeWidth="2.4" strokeLinecap="round">
        <path d="M3 7h18M3 12h18M3 17h18" stroke="var(--ink)" />
        <path d="M8 3v6M8 15v6M16 3v2M16 10v9" stroke="var(--envelope)" />
      </g>
    </svg>
  );
}
