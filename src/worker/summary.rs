//! What was written on one document, in short, for those who go through many.

use crate::annotation::Annotation;
use crate::store::StoredAnnotation;
use crate::study::Summary;

/// What was written on one document, in short.
pub fn summary(stored: Vec<StoredAnnotation>) -> Summary {
    let annotations: Vec<Annotation> = stored.into_iter().map(|stored| stored.annotation).collect();
    Summary::of(&annotations)
}
