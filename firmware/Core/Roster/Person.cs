namespace DutyKiosk.Core.Roster
{
    /// <summary>Who a badge belongs to, as the roster says; made for one look-up and not kept.</summary>
    public sealed class Person
    {
        /// <summary>A person as found.</summary>
        public Person(string id, Role role, bool blocked)
        {
            Id = id;
            Role = role;
            Blocked = blocked;
        }

        /// <summary>The id of the person.</summary>
        public string Id { get; private set; }

        /// <summary>What the person is in the house.</summary>
        public Role Role { get; private set; }

        /// <summary>True when this badge is blocked.</summary>
        public bool Blocked { get; private set; }
    }
}
