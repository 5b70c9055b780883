namespace DutyKiosk.HostBridge.Access;

/// <summary>What somebody may do. Every route of the web names the one that it needs, and says so in its metadata.</summary>
public enum Permission
{
    /// <summary>See the live board, the posts and the rules.</summary>
    ReadBoard,

    /// <summary>See the board of a screen on the wall, which has names and nothing more about anybody.</summary>
    WatchWall,

    /// <summary>Read handover sheets.</summary>
    ReadSheets,

    /// <summary>Read records with their proofs.</summary>
    ReadRecords,

    /// <summary>Read who the staff are, and what is kept about them.</summary>
    ReadPeople,

    /// <summary>Read the ledger and its figures.</summary>
    ReadLedger,

    /// <summary>Read the audit log.</summary>
    ReadAudit,

    /// <summary>Read the metrics of the service.</summary>
    ReadMetrics,

    /// <summary>Take records, ledger or audit log out of the house.</summary>
    Export,

    /// <summary>See and do what concerns oneself.</summary>
    Own,

    /// <summary>Take note of notices.</summary>
    Acknowledge,

    /// <summary>Change roster, plan and rules.</summary>
    ManageRoster,

    /// <summary>Change staff and badges.</summary>
    ManagePeople,

    /// <summary>Enrol terminals, give them new credentials and take them away.</summary>
    ManageTerminals,

    /// <summary>Have terminals do something: release, locate, silence, restart, replay.</summary>
    CommandTerminals,

    /// <summary>Change the channels by which notices go out.</summary>
    ManageChannels,

    /// <summary>Change who may sign in, and as what.</summary>
    ManageUsers,

    /// <summary>Make and revoke API keys.</summary>
    ManageKeys,

    /// <summary>Back up, verify, retain and erase.</summary>
    ManageStore,
}
