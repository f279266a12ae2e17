/** The page's views, as LuCI's menu names them. */
type View = "status" | "config";

export type { View };
