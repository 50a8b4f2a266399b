//! A letter box in place of gateways: what was handed over lies in it, every time that it was, and it can be told to refuse.

use super::{HERE, World};
use casework::notify::{
    TASK,
    gateway::{Gateway, Message, Unsent},
    reach::Way,
    send,
};
use kernel::Clock as _;
use std::{collections::VecDeque, sync::Mutex};
use store::task;

/// Takes messages by some ways. Unlike a gateway it does not know a key again: what is handed over twice lies in it twice, so that
/// a test sees it.
pub struct Letterbox {
    ways: Vec<Way>,
    taken: Mutex<Vec<Message>>,
    answers: Mutex<VecDeque<Unsent>>,
}

impl Letterbox {
    /// One that takes these ways.
    #[must_use]
    pub fn of(ways: &[Way]) -> Self {
        Self { ways: ways.to_vec(), taken: Mutex::default(), answers: Mutex::default() }
    }

    /// The next attempt ends like this.
    pub fn answers(&self, unsent: Unsent) {
        self.answers.lock().unwrap().push_back(unsent);
    }

    /// What was taken, oldest first.
    #[must_use]
    pub fn taken(&self) -> Vec<Message> {
        self.taken.lock().unwrap().clone()
    }
}

impl Gateway for Letterbox {
    fn carries(&self, way: Way) -> bool {
        self.ways.contains(&way)
    }

    fn send(&self, message: &Message) -> Result<(), Unsent> {
        if let Some(unsent) = self.answers.lock().unwrap().pop_front() {
            return Err(unsent);
        }
        self.taken.lock().unwrap().push(message.clone());
        Ok(())
    }
}

impl World {
    /// Does every task that is due, as the program does; how many were claimed.
    pub fn deliver(&self, gateway: &dyn Gateway) -> usize {
        let mut claimed = 0;
        while self.deliver_one(gateway) {
            claimed += 1;
        }
        claimed
    }

    fn deliver_one(&self, gateway: &dyn Gateway) -> bool {
        let (house, now) = (self.house(), self.clock.now());
        let one = house.db().write_here(move |tx| Ok(task::claim(tx, HERE, &[TASK], "post", now, 60_000, 1)?)).unwrap().pop();
        let Some(one) = one else { return false };
        if let Some(why) = send::run(&house, HERE, &one, gateway).unwrap() {
            house.db().write_here(move |tx| Ok(task::retry_later(tx, HERE, one.task, "post", now, &why)?)).unwrap();
        }
        true
    }

    /// The machine stops just after a task was claimed, and before anything was written down of it.
    pub fn claim_and_die(&self) -> task::Task {
        let now = self.clock.now();
        self.house().db().write_here(move |tx| Ok(task::claim(tx, HERE, &[TASK], "dead", now, 60_000, 1)?)).unwrap().remove(0)
    }
}
