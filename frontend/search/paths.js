// Addresses that a script may follow: paths of this site and nothing else, no script and no other host.
export function isPath(url) {
  return typeof url === "string" && /^\/(?![/\\])/.test(url);
}
