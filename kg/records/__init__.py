"""The records that pass between the stages: frozen, slotted, made of tuples.

Offsets are code points into `Document.text`, half-open. A record that breaks its own rule cannot be made:
the constructor raises `InvalidRecord`.

documents   what was read
extraction  what was found in one document
graph       what all documents say together
ids         ids that name what they are made of;  checks: the rules
"""

from kg.records.documents import SIGNATURES, Document, Region, Role, Skipped, Span
from kg.records.extraction import Alias, Claim, Extraction, Kind, Mention, Predicate, Status
from kg.records.graph import Decision, Entity, EntityMention, Evidence, Graph, Judgement, Statement
from kg.records.ids import stable_id

__all__ = [
    "SIGNATURES",
    "Alias",
    "Claim",
    "Decision",
    "Document",
    "Entity",
    "EntityMention",
    "Evidence",
    "Extraction",
    "Graph",
    "Judgement",
    "Kind",
    "Mention",
    "Predicate",
    "Region",
    "Role",
    "Skipped",
    "Span",
    "Statement",
    "Status",
    "stable_id",
]
