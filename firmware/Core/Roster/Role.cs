namespace DutyKiosk.Core.Roster
{
    /// <summary>What a person is in the house. The numbers stand on flash.</summary>
    public enum Role
    {
        /// <summary>Answers the line.</summary>
        Operator = 0,

        /// <summary>班长: leads a shift.</summary>
        Leader = 1,

        /// <summary>值班领导: releases holds and allows unscheduled handovers.</summary>
        Supervisor = 2,

        /// <summary>Decides about rosters and consequences.</summary>
        Manager = 3,

        /// <summary>Reads only.</summary>
        Auditor = 4,
    }
}
