using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace DutyKiosk.HostBridge.Access;

/// <summary>The words for what stands in the audit log.</summary>
public static class AuditActions
{
    /// <summary>Somebody has signed in, or has tried to.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Somebody has signed out.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>Somebody has chosen or changed his own password.</summary>
    public const string PasswordChanged = "user.password-changed";

    /// <summary>A user was made.</summary>
    public const string UserMade = "user.made";

    /// <summary>A user was changed.</summary>
    public const string UserChanged = "user.changed";

    /// <summary>A user was taken away.</summary>
    public const string UserDeleted = "user.deleted";

    /// <summary>A user's password was taken away, and a link for another one drawn.</summary>
    public const string UserReset = "user.reset";

    /// <summary>The row of a user whom another hand had changed was sealed again.</summary>
    public const string UserSealed = "user.sealed";

    /// <summary>An API key was made.</summary>
    public const string KeyMade = "key.made";

    /// <summary>An API key has another name or end.</summary>
    public const string KeyChanged = "key.changed";

    /// <summary>An API key was revoked.</summary>
    public const string KeyRevoked = "key.revoked";

    /// <summary>A terminal was enrolled.</summary>
    public const string TerminalEnrolled = "terminal.enrolled";

    /// <summary>A terminal's credentials were taken away.</summary>
    public const string TerminalRevoked = "terminal.revoked";

    /// <summary>A new site key was drawn.</summary>
    public const string SiteKeyDrawn = "terminal.site-key";

    /// <summary>A terminal was told to do something.</summary>
    public const string TerminalCommanded = "terminal.commanded";

    /// <summary>A terminal was offered another firmware.</summary>
    public const string FirmwareOffered = "terminal.firmware-offered";

    /// <summary>What a terminal was offered was taken back.</summary>
    public const string FirmwareWithdrawn = "terminal.firmware-withdrawn";

    /// <summary>A channel for notices was made.</summary>
    public const string ChannelMade = "channel.made";

    /// <summary>A channel for notices was changed.</summary>
    public const string ChannelChanged = "channel.changed";

    /// <summary>A channel for notices was taken away.</summary>
    public const string ChannelDeleted = "channel.deleted";

    /// <summary>A test message was sent to a channel.</summary>
    public const string ChannelTested = "channel.tested";

    /// <summary>Notices of a topic were acknowledged.</summary>
    public const string Acknowledged = "notices.acknowledged";

    /// <summary>A backup was written.</summary>
    public const string StoreBackedUp = "store.backed-up";

    /// <summary>The bridge was told to fold everything again.</summary>
    public const string StoreRebuilt = "store.rebuilt";

    /// <summary>A person was erased; whom does not stand there.</summary>
    public const string StoreErased = "store.erased";

    /// <summary>The broker's certificate was renewed.</summary>
    public const string CertificateRenewed = "certificate.renewed";

    /// <summary>A backup was put in the place of what the bridge kept.</summary>
    public const string StoreRestored = "store.restored";

    /// <summary>The link of a calendar was made.</summary>
    public const string CalendarMade = "calendar.made";

    /// <summary>The link of a calendar was revoked.</summary>
    public const string CalendarRevoked = "calendar.revoked";

    /// <summary>People were taken over from another system.</summary>
    public const string StaffTaken = "staff.taken";

    /// <summary>Shifts were planned anew, added or cancelled.</summary>
    public const string RosterPlanned = "roster.planned";

    /// <summary>A post was given another rotation.</summary>
    public const string RosterRotated = "roster.rotated";

    /// <summary>Shifts were taken in from a file.</summary>
    public const string RosterImported = "roster.imported";

    /// <summary>Shifts were taken out of the house.</summary>
    public const string RosterExported = "roster.exported";

    /// <summary>A swap or a leave was decided.</summary>
    public const string RequestDecided = "roster.decided";

    /// <summary>Records were taken out of the house.</summary>
    public const string Exported = "records.exported";

    /// <summary>The ledger of a month was taken out of the house.</summary>
    public const string LedgerExported = "ledger.exported";

    /// <summary>Somebody was excused beforehand.</summary>
    public const string LedgerExcused = "ledger.excused";

    /// <summary>What the ledger of somebody proposes for a month was confirmed.</summary>
    public const string LedgerConfirmed = "ledger.confirmed";

    /// <summary>The rules of a post were changed.</summary>
    public const string RulesChanged = "rules.changed";

    /// <summary>The whole log was proved again.</summary>
    public const string StoreVerified = "store.verified";

    /// <summary>The audit log was taken out of the house.</summary>
    public const string AuditExported = "audit.exported";

    /// <summary>A person was added to the roster.</summary>
    public const string PersonAdded = "person.added";

    /// <summary>What the roster says of a person was changed.</summary>
    public const string PersonChanged = "person.changed";

    /// <summary>A person has left: all badges are blocked.</summary>
    public const string PersonLeft = "person.left";

    /// <summary>Everything that is stored about a person was taken out of the house.</summary>
    public const string PersonExported = "person.exported";

    /// <summary>A badge was given to a person.</summary>
    public const string BadgeAdded = "badge.added";

    /// <summary>A badge was blocked.</summary>
    public const string BadgeBlocked = "badge.blocked";

    /// <summary>A badge was let in again.</summary>
    public const string BadgeUnblocked = "badge.unblocked";

    /// <summary>A badge is lent until a moment, or for good.</summary>
    public const string BadgeLent = "badge.lent";

    /// <summary>A badge was taken from a person.</summary>
    public const string BadgeRemoved = "badge.removed";

    /// <summary>The staff with their badges were taken out of the house.</summary>
    public const string StaffExported = "staff.exported";

    /// <summary>A correction of the records was approved or rejected.</summary>
    public const string CorrectionDecided = "ledger.correction-decided";

    /// <summary>An objection to the ledger was upheld or rejected.</summary>
    public const string ObjectionDecided = "ledger.objection-decided";

    /// <summary>All of them, in the order in which they stand here.</summary>
    public static IReadOnlyList<string> All { get; } = [.. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];
}
