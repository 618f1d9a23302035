package schedule

// String returns the schedule for people.
func (s Schedule) String() string { return s.Spec() }
