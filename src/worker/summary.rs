//! What was written on one document, in short, for those who go through many.

use crate::annotation::Annotation;
use crate::store::StoredAnnotation;
use crate::study::Summary;
use crate::study::summary::few;

/// What was written on one document, in short.
pub fn summary(stored: &[StoredAnnotation]) -> Summary {
    let few = few(stored.iter().map(|stored| (&stored.annotation.id, stored.record.audience())));
    let annotations: Vec<&Annotation> = stored.iter().map(|stored| &stored.annotation).collect();
    Summary::with_few(&annotations, &few)
}
