//! The target of a record that shows, and a target as an object that can have selectors and a style.

use super::json::Json;
use super::view::{self, TargetPlace};
use serde_json::{Map, Value, json};

/// An object of a record.
pub(super) type Object = Map<String, Value>;

/// The order of the keys of a specific resource.
pub(super) const RESOURCE_KEYS: &[&str] = &["id", "type", "purpose", "label", "source", "selector", "styleClass"];

/// Which target is shown.
pub(super) fn shown_at(object: &Object) -> Option<TargetPlace> {
    view::shown_target(&Json::of_object(object)).map(|(at, _)| at)
}

/// The target at a place, of one or of several.
pub(super) fn shown_mut(object: &mut Object, (at, item): TargetPlace) -> &mut Value {
    let target = object.entry("target").or_insert(Value::Null);
    let target = if target.is_array() { &mut target[at] } else { target };
    match item {
        Some(item) if target["items"].is_array() => &mut target["items"][item],
        Some(_) => &mut target["items"],
        None => target,
    }
}

/// A target as an object that can have a style: a bare IRI becomes a specific resource.
pub(super) fn styled(target: &mut Value) -> &mut Object {
    if !target.is_object() {
        *target = json!({"type": "SpecificResource", "source": target.as_str().unwrap_or_default()});
    }
    target.as_object_mut().expect("it was made an object")
}
