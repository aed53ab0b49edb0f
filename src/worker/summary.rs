//! What was written on one document, in short, for those who go through many.

use crate::annotation::{Annotation, Audience};
use crate::store::StoredAnnotation;
use crate::study::Summary;

/// What was written on one document, in short.
pub fn summary(stored: &[StoredAnnotation]) -> Summary {
    let few = stored.iter().filter(|stored| *stored.record.audience() != Audience::Everybody);
    let few = few.map(|stored| (stored.annotation.id.clone(), stored.record.audience().clone())).collect();
    let annotations: Vec<&Annotation> = stored.iter().map(|stored| &stored.annotation).collect();
    Summary::with_few(&annotations, &few)
}
