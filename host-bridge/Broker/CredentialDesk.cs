using System;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// Gives a terminal its credentials, whoever asks for it: at the house's broker first, where that keeps them, then in the log. A broker that fails thus changes nothing: the terminal goes on
/// with the credentials that it has.
/// </summary>
/// <param name="enrolment">What draws them.</param>
/// <param name="security">The house's broker; null: it keeps no terminal's credentials.</param>
/// <param name="append">Appends to the log, and has it folded.</param>
public sealed class CredentialDesk(Enrolment enrolment, DynamicSecurity? security, Action<TerminalAct> append)
{
    /// <summary>Enrols a terminal, or gives it new credentials: its older password holds no longer at the broker nor at the bridge.</summary>
    /// <exception cref="ArgumentException">An id is none.</exception>
    /// <exception cref="InvalidOperationException">The broker refuses, or cannot be reached; nothing was changed.</exception>
    public async Task<TerminalCredentials> EnrolAsync(string terminal, string post, bool handover, string by, CancellationToken cancel)
    {
        (TerminalAct act, TerminalCredentials credentials) = enrolment.Enrol(terminal, post, handover, by);
        if (security != null)
        {
            await security.EnrolAsync(credentials, cancel);
        }

        append(act);
        return credentials;
    }

    /// <summary>Takes a terminal's credentials away; the house's broker follows the log (<see cref="RevokedAtBroker"/>).</summary>
    public void Revoke(string terminal, string by) => append(Enrolment.Revoke(terminal, by));
}
