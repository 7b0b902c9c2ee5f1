//! Clients whose places in a tour are fixed: they stand at its beginning, in order, and stay there.

use super::instance::index;
use super::spot::{Finder, Spot};
use super::state::State;

impl State<'_> {
    /// Puts every pinned client into its tour, with the rests of its vehicle; the first vehicle in
    /// which they do not fit, if any.
    ///
    /// Rests are first put off as long as they can be, then tried all together before each client in
    /// turn: other ways to spread several rests are not looked at.
    pub(crate) fn settle_pins(&mut self) -> Option<u32> {
        let pins = &self.instance.pins;
        self.keep();
        for tour in pins.chunk_by(|a, b| a.0 == b.0) {
            let vehicle = tour.first()?.0;
            let places = std::iter::once(None).chain((0..=tour.len()).map(Some));
            let settled = places.into_iter().any(|place| {
                let fits = self.settle(vehicle, tour, place) && !self.broken;
                if fits {
                    self.keep();
                } else {
                    self.take_back();
                }
                fits
            });
            if !settled {
                return Some(vehicle);
            }
        }
        None
    }

    /// Puts pinned clients and rests into an empty tour, the rests before the client at `place`, or as
    /// late as they can begin; says whether they fit.
    fn settle(&mut self, vehicle: u32, tour: &[(u32, u32, bool)], place: Option<usize>) -> bool {
        let instance = self.instance;
        let own = |rest: &u32| instance.clients[*rest as usize].rests == vehicle;
        let mut rests: Vec<u32> = instance.rests.clone().filter(own).collect();
        rests.sort_by_key(|rest| instance.clients[*rest as usize].close);
        for (number, &(_, client, reversed)) in tour.iter().enumerate() {
            if place == Some(number) && !self.rest_now(&mut rests, vehicle) {
                return false;
            }
            let mut spot = self.last_spot(vehicle, client, reversed);
            let service = instance.service(instance.kind(vehicle).class, client);
            while let Some(&rest) = rests.first().filter(|_| place.is_none()) {
                let close = instance.clients[rest as usize].close;
                if spot.is_some_and(|spot| spot.start.saturating_add(service) <= close) {
                    break;
                }
                rests.remove(0);
                if !self.rest_now(&mut vec![rest], vehicle) {
                    return false;
                }
                spot = self.last_spot(vehicle, client, reversed);
            }
            let Some(spot) = spot else { return false };
            self.insert(client, &spot);
        }
        self.rest_now(&mut rests, vehicle)
    }

    /// Takes rests at the end of a tour, one after another; says whether they can be taken there.
    fn rest_now(&mut self, rests: &mut Vec<u32>, vehicle: u32) -> bool {
        for rest in rests.drain(..) {
            let before = self.nodes[self.tail(vehicle) as usize].prev;
            let ready = self.nodes[before as usize].depart;
            let start = self.instance.next_start(&self.instance.clients[rest as usize], ready);
            if start == i32::MAX {
                return false;
            }
            self.insert(rest, &Spot { added: 0, before, reversed: false, start });
            if self.broken {
                return false;
            }
        }
        true
    }

    /// The spot for a client at the end of a tour.
    fn last_spot(&self, vehicle: u32, client: u32, reversed: bool) -> Option<Spot> {
        let mut finder = Finder::new(self, client, i64::MAX);
        finder.gather = Some(Vec::new());
        finder.settling = true;
        finder.look(self.nodes[self.tail(vehicle) as usize].prev);
        let spots = finder.gather.take().unwrap_or_default();
        spots.iter().map(|candidate| candidate.spot).find(|spot| spot.reversed == reversed)
    }

    /// Whether no other client may be put right after `before`.
    #[inline]
    pub(crate) fn is_fixed_after(&self, before: u32) -> bool {
        if self.instance.pins.is_empty() {
            return false;
        }
        let node = &self.nodes[before as usize];
        let next = self.behind_rests(node.next);
        let pinned = next < index(self.instance.clients.len())
            && self.instance.clients[next as usize].pinned;
        pinned || self.kind_of(node.vehicle).closed
    }
}
