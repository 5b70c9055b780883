using System;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API for terminals: their credentials, and what they are told to do.</summary>
public static class TerminalsApi
{
    private const string Tag = "terminals";

    /// <summary>Maps it.</summary>
    public static void MapTerminals(this IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/terminals", (BridgeCore core, TerminalRegister register) => core.Read((room, _) => register.Terminals.Select(terminal => TerminalItem.Of(terminal, room)).ToArray()))
            .Needs(Permission.ManageTerminals)
            .WithSummary("Every terminal whose credentials hold, and how it is.")
            .WithTags(Tag);
        web.MapPost("/api/v1/terminals", EnrolAsync)
            .Needs(Permission.ManageTerminals)
            .WithSummary("Enrols a terminal, or with renew gives an enrolled one new credentials; they are shown in this answer alone.")
            .WithTags(Tag)
            .Accepts<EnrolInput>("application/json")
            .Produces<TerminalCredentials>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        web.MapDelete("/api/v1/terminals/{id}", Revoke)
            .Needs(Permission.ManageTerminals)
            .WithSummary("Takes a terminal's credentials away, at once.")
            .WithTags(Tag)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
        web.MapPost("/api/v1/terminals/{id}/commands", CommandAsync)
            .Needs(Permission.CommandTerminals)
            .WithSummary("Has a terminal do something: locate, silence, restart, replay (with seq, and epoch where not the current one), release (in the name of a supervisor, staff). One that is not connected never learns of it.")
            .WithTags(Tag)
            .Accepts<CommandInput>("application/json")
            .Produces<CommandItem>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, BridgeCore core, TerminalRegister register, CredentialDesk desk, AuditLog audit)
    {
        (EnrolInput? input, IResult? bad) = await JsonInput.ReadAsync<EnrolInput>(context);
        if (input == null)
        {
            return bad!;
        }

        string[] posts = core.Read((room, _) => room.Roster.Document.Posts.Select(post => post.Id).ToArray());
        if (!posts.Contains(input.Post ?? "", StringComparer.Ordinal))
        {
            return Bad($"post: the roster has no such post: take one of {string.Join(", ", posts)}, or write it into roster.yaml first.");
        }

        if (register.Find(input.Terminal ?? "") != null && !input.Renew)
        {
            return AccessGate.Answer(new Refusal(RefusalKind.Conflict, $"terminal: {input.Terminal} is enrolled already: with \"renew\": true it is given new credentials, and the older ones hold no longer."));
        }

        var caller = Caller.Of(context)!;
        TerminalCredentials credentials;
        try
        {
            credentials = await desk.EnrolAsync(input.Terminal ?? "", input.Post!, input.Handover, caller.Name, context.RequestAborted);
        }
        catch (ArgumentException exception)
        {
            return Bad(exception.Message);
        }
        catch (InvalidOperationException exception)
        {
            return Results.Problem($"{exception.Message} Nothing was changed: enrol it again then.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        audit.Write(caller, AuditActions.TerminalEnrolled, credentials.Terminal, credentials.Handover ? $"{credentials.Post}, handover" : credentials.Post);
        return Results.Created($"/api/v1/terminals/{credentials.Terminal}", credentials);
    }

    private static IResult Revoke(HttpContext context, string id, CredentialDesk desk, TerminalRegister register, AuditLog audit)
    {
        if (register.Find(id) == null)
        {
            return NoSuch();
        }

        var caller = Caller.Of(context)!;
        desk.Revoke(id, caller.Name);
        audit.Write(caller, AuditActions.TerminalRevoked, id);
        return Results.NoContent();
    }

    private static async Task<IResult> CommandAsync(HttpContext context, string id, BridgeCore core, TerminalRegister register, AuditLog audit)
    {
        (CommandInput? input, IResult? bad) = await JsonInput.ReadAsync<CommandInput>(context);
        if (input == null)
        {
            return bad!;
        }

        if (register.Find(id) == null)
        {
            return NoSuch();
        }

        var caller = Caller.Of(context)!;
        (TerminalCommand? command, string fault) = core.Read((room, _) => CommandOf(input, room, id, caller));
        if (command == null)
        {
            return Bad(fault);
        }

        long number = core.Send(id, command);
        audit.Write(caller, AuditActions.TerminalCommanded, id, command.Members);
        return Results.Accepted(value: new CommandItem(id, command.Word, number, core.Read((room, _) => room.TerminalOf(id)?.State ?? "never")));
    }

    private static (TerminalCommand? Command, string Fault) CommandOf(CommandInput input, DutyRoom room, string terminal, Caller caller)
    {
        switch (input.Command)
        {
            case "locate":
                return (TerminalCommand.Locate, "");
            case "silence":
                return (TerminalCommand.Silence, "");
            case "restart":
                return (TerminalCommand.Restart, "");
            case "replay":
                try
                {
                    return (TerminalCommand.Replay(input.Epoch ?? room.TerminalOf(terminal)?.Epoch ?? "", input.Seq ?? 1), "");
                }
                catch (ArgumentException exception)
                {
                    return (null, "epoch, seq: " + exception.Message);
                }

            case "release":
                // Whose name stands in the record is to answer for it: a person gives nobody's but his own.
                string staff = input.Staff ?? caller.Staff;
                return !caller.IsKey && !string.Equals(staff, caller.Staff, StringComparison.Ordinal) ? (null, caller.Staff.Length > 0 ? $"staff: you release in your own name, {caller.Staff}: leave it out." : "staff: you release in your own name, and your user has none in the roster: have a manager put it there.")
                    : room.Roster.Person(staff)?.Role is "supervisor" or "manager" ? (TerminalCommand.Release(staff), "")
                    : (null, "staff: write the roster's id of the supervisor or manager who releases, or have a manager put your own into your user.");
            default:
                return (null, $"command: it must be one of {string.Join(", ", TerminalCommand.Words)}.");
        }
    }

    private static IResult Bad(string sentence) => AccessGate.Answer(new Refusal(RefusalKind.Bad, sentence));

    private static IResult NoSuch() => AccessGate.Answer(new Refusal(RefusalKind.Missing, "There is no such terminal, or its credentials were taken away: see /api/v1/terminals."));

    private sealed record EnrolInput(string? Terminal, string? Post, bool Handover = false, bool Renew = false);

    private sealed record CommandInput(string? Command, string? Staff = null, string? Epoch = null, long? Seq = null);

    private sealed record CommandItem(string Terminal, string Command, long Number, string State);

    internal sealed record TerminalItem(string Id, string Post, bool Handover, bool HasPassword, string State, DateTime? Since, string Clock, string? Epoch, long Seq)
    {
        internal static TerminalItem Of(TerminalEntry terminal, DutyRoom room)
        {
            TerminalState? state = room.TerminalOf(terminal.Id);
            bool heard = state is { Session: > 0 };
            return new TerminalItem(
                terminal.Id, terminal.Post, terminal.Handover, terminal.PasswordHash.Length > 0, state?.State ?? "never", heard ? state!.Since.UtcDateTime : null, state?.Clock ?? "unset", state is { Seq: > 0 } ? state.Epoch : null, state?.Seq ?? 0);
        }
    }
}
