"""What `cip work` does: takes messages out of the outbox and sends them, or does what they ask for."""

from cip.jobs.posting import DemoPost, Post, SmtpPost, post_for
from cip.jobs.topics import Office, Topic, topics_of
from cip.jobs.working import Outcome, Worker

__all__ = ["DemoPost", "Office", "Outcome", "Post", "SmtpPost", "Topic", "Worker", "post_for", "topics_of"]
