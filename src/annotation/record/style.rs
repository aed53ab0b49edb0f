//! Colours of records: a `styleClass` at the target, and the style sheet that W3C asks for beside it.
//!
//! Only the colour is changed; style words such as `underline` and the style sheets of others stay.

use super::json::Json;
use super::target::{Object, RESOURCE_KEYS, shown_at, shown_mut, styled};
use super::{put_in_order, view};
use crate::annotation::Color;
use serde_json::{Value, json};

/// Sets or takes away the colour class of the shown target and the style sheet that goes with it. Style words such as
/// `underline` stay.
pub(super) fn set_color(object: &mut Object, color: Option<Color>) {
    drop_body_colors(object);
    let Some(at) = shown_at(object) else { return };
    let target = shown_mut(object, at);
    if color.is_none() && target.get("styleClass").is_none() {
        return;
    }
    let style = Json::of(target);
    let others = view::classes(&style).filter(|class| view::color_of(class).is_none());
    let classes: Vec<String> = color.map(Color::name).into_iter().chain(others).map(str::to_owned).collect();
    let resource = styled(target);
    if classes.is_empty() {
        resource.shift_remove("styleClass");
    } else {
        resource.insert("styleClass".to_owned(), classes.join(" ").into());
    }
    put_in_order(resource, RESOURCE_KEYS);
    plain_if_bare(target);
    set_stylesheet(object, color, classes.is_empty());
}

/// Some tools write the colour into a body; from now on it stands at the target.
fn drop_body_colors(object: &mut Object) {
    match object.get_mut("body") {
        Some(Value::Array(bodies)) => bodies.iter_mut().filter_map(Value::as_object_mut).for_each(|body| {
            body.shift_remove("color");
        }),
        Some(Value::Object(body)) => drop(body.shift_remove("color")),
        _ => {}
    }
}

/// A specific resource that selects and styles nothing is no longer one: it becomes its source.
fn plain_if_bare(target: &mut Value) {
    let bare = target.as_object().is_some_and(|object| object.keys().all(|key| key == "type" || key == "source"));
    if let Some(source) = target.get("source").filter(|_| bare).cloned() {
        *target = source;
    }
}

/// Our own style sheet follows the colour; one by somebody else stays.
fn set_stylesheet(object: &mut Object, color: Option<Color>, unstyled: bool) {
    let own = |value: &Value| value["value"].as_str().is_some_and(|css| css.ends_with(OWN_SHEET));
    if object.get("stylesheet").is_some_and(|sheet| !own(sheet)) {
        return;
    }
    if unstyled {
        object.shift_remove("stylesheet");
        return;
    }
    let rule =
        color.map_or_else(String::new, |color| format!(".{}{{background-color:{}}}", color.name(), paint(color)));
    let sheet = json!({"type": "CssStylesheet", "value": format!("{rule}{OWN_SHEET}")});
    object.insert("stylesheet".to_owned(), sheet);
}

/// The end of every style sheet that is written here: how it is known again.
const OWN_SHEET: &str = "/*postil*/";

/// The colour on paper and on web pages.
fn paint(color: Color) -> &'static str {
    match color {
        Color::Yellow => "#fff3a3",
        Color::Green => "#c8f0c0",
        Color::Blue => "#c4e0ff",
        Color::Pink => "#ffd0e0",
        Color::Orange => "#ffdcb0",
        Color::Purple => "#e4d4ff",
        Color::Other => "#dddddd",
    }
}
