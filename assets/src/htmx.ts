// htmx for the pages of the desk that refresh a part of themselves; portal pages do not load it.
// It evaluates nothing: the content policy would refuse it. Only hx-get, hx-post, hx-trigger, hx-target
// and hx-swap are in use; a page that needs more needs a file in parts/.
import htmx from "htmx.org";

// Going back is the browser's own business; no page is kept or restored by script.
htmx.config.history = false;
