using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>
/// The wiring as a drawing that a person can follow: the development board in the middle with its pins where they are, and on each side what hangs on that row, one line a wire. Supply and ground are
/// flags with a name, so that the wires that differ can be seen.
/// </summary>
public sealed class WiringDiagram
{
    /// <summary>Fonts that have Chinese, too.</summary>
    public const string Fonts = "'Noto Sans CJK SC','Noto Sans SC','WenQuanYi Zen Hei','Microsoft YaHei',sans-serif";

    private const int Width = 1560;
    private const int Top = 150;
    private const int PinStep = 34;
    private const int RowStep = 48;
    private const int BoardWidth = 280;
    private const int BoardLeft = 800;
    private const int LaneStep = 13;
    private const int FirstLane = 96;
    private const int Column = 118;
    private const int BoxWidth = 92;

    private readonly Build _build;
    private readonly Canvas _canvas = new();
    private readonly HashSet<string> _drawn = new(StringComparer.Ordinal);

    private WiringDiagram(Build build)
    {
        _build = build;
    }

    /// <summary>The drawing of a terminal as it is built.</summary>
    public static string Render(Build build) => new WiringDiagram(build).Draw();

    private string Draw()
    {
        int pins = Math.Max(_build.Board.Left.Count, _build.Board.Right.Count);
        _canvas.Text(40, 46, _build.Board.Title, 24, bold: true);
        _canvas.Text(40, 74, string.Join(", ", _build.Choice.Select(choice => $"{choice.Key}: {choice.Value}")) + " · seen from above, antenna at the top · made from board.yaml", 14, colour: "#444");
        DrawBoard(pins);
        int left = DrawSide(isLeft: true), right = DrawSide(isLeft: false);
        int bottom = Math.Max(Top + (pins * PinStep) + 30, Math.Max(left, right));
        DrawSupply(bottom + 10);
        return _canvas.Render(Width, bottom + 150);
    }

    private void DrawBoard(int pins)
    {
        _canvas.Box(BoardLeft, Top - 34, BoardWidth, (pins * PinStep) + 44, "#f3f5f8");
        _canvas.Box(BoardLeft + 90, Top - 20, BoardWidth - 180, 74, "#d7dbe2");
        _canvas.Text(BoardLeft + (BoardWidth / 2), Top + 22, _build.Chip.Id.ToUpperInvariant(), 15, bold: true, anchor: "middle");
        _canvas.Text(BoardLeft + (BoardWidth / 2), Top + (pins * PinStep) + 2, "USB", 13, colour: "#555", anchor: "middle");
        DrawPins(_build.Board.Left, isLeft: true);
        DrawPins(_build.Board.Right, isLeft: false);
    }

    private void DrawPins(List<string> row, bool isLeft)
    {
        for (int i = 0; i < row.Count; i++)
        {
            Wire? wire = WireAt(row[i]);
            int x = isLeft ? BoardLeft : BoardLeft + BoardWidth;
            int side = isLeft ? 1 : -1;
            bool isUsed = wire != null;
            _canvas.Dot(x, Top + (i * PinStep), 5, isUsed ? "#111" : "#fff");
            _canvas.Text(x + (side * 14), Top + (i * PinStep) + 5, int.TryParse(row[i], out _) ? "GPIO " + row[i] : row[i], 13, bold: isUsed, colour: isUsed ? "#111" : "#9aa0a8", anchor: isLeft ? "start" : "end");
            _canvas.Text(x - (side * 9), Top + (i * PinStep) - 6, (i + 1).ToString(CultureInfo.InvariantCulture), 9, colour: "#9aa0a8", anchor: isLeft ? "end" : "start");
            if (wire?.Net.Volts is { } && wire.Gpio == null && (row[i] == "GND" || IsPlainSupply(wire)))
            {
                _canvas.Line(x, Top + (i * PinStep), x - (side * 26), Top + (i * PinStep), Ink(wire.Net));
                Flag(x - (side * 26), Top + (i * PinStep), -side, wire.Net);
            }
        }
    }

    // A supply pin whose wires are all drawn as flags elsewhere; what hangs on it alone is drawn as a circuit.
    private bool IsPlainSupply(Wire wire) => wire.Net.Volts == 0 || wire.Ends.Where(end => !end.IsBoard).All(end => Pins(end.Part) > 2 || _build.PartOf(end.Part)!.Kind == "supply");

    private int Pins(string part) => _build.PartOf(part)!.Pins.Count;

    private Wire? WireAt(string pin) => int.TryParse(pin, NumberStyles.None, CultureInfo.InvariantCulture, out int gpio)
        ? _build.Nets.FirstOrDefault(wire => wire.Gpio == gpio)
        : _build.Nets.FirstOrDefault(wire => wire.Ends.Contains(new PinRef(PinRef.BoardName, pin)));

    // The circuits of a side from top to bottom; returns where they end.
    private int DrawSide(bool isLeft)
    {
        List<string> row = isLeft ? _build.Board.Left : _build.Board.Right;
        int side = isLeft ? -1 : 1;
        int edge = isLeft ? BoardLeft : BoardLeft + BoardWidth;
        var roots = new List<(Wire Wire, int PinY, string Pin)>();
        for (int i = 0; i < row.Count; i++)
        {
            Wire? wire = WireAt(row[i]);
            if (wire != null && roots.TrueForAll(root => root.Wire != wire) && (wire.Gpio != null || !(wire.Net.Volts == 0 || IsPlainSupply(wire))))
            {
                roots.Add((wire, Top + (i * PinStep), row[i]));
            }
        }

        // A part with many pins takes the rows of all its wires where the first of them comes.
        var circuits = new List<Circuit>();
        foreach ((Wire wire, int pinY, string _) in roots)
        {
            Part? module = ModuleOf(wire);
            if (module == null)
            {
                circuits.Add(new Circuit(null, [(wire, pinY)], Rows(wire)));
            }
            else if (_drawn.Add(module.Id))
            {
                circuits.Add(new Circuit(module, [.. roots.Where(root => ModuleOf(root.Wire) == module).Select(root => (root.Wire, root.PinY))], module.Pins.Count));
            }
        }

        int lanes = FirstLane + (roots.Count * LaneStep) + 18;
        int y = Top - 20;
        var wires = new List<(Wire Wire, int PinY, int RowY)>();
        foreach (Circuit circuit in circuits)
        {
            y = Math.Max(y, Math.Min(circuit.Wires.Min(wire => wire.PinY), y + 400) - (circuit.Rows * RowStep));
            if (circuit.Module is { } module)
            {
                // Its title stands above it.
                y += 20;
                wires.AddRange(DrawModule(module, circuit, edge + (side * lanes), side, y));
            }
            else
            {
                wires.Add((circuit.Wires[0].Wire, circuit.Wires[0].PinY, y));
                DrawNet(circuit.Wires[0].Wire, edge + (side * lanes), y, side, new PinRef(PinRef.BoardName, ""));
            }

            y += (circuit.Rows * RowStep) + 14;
        }

        DrawLanes(wires, edge, side, lanes);
        return y;
    }

    // Wires in the order of their pins do not cross: of those that go up the upper one turns first, of those that go down the lower one.
    private void DrawLanes(List<(Wire Wire, int PinY, int RowY)> wires, int edge, int side, int lanes)
    {
        List<(Wire Wire, int PinY, int RowY)> up = [.. wires.Where(wire => wire.RowY < wire.PinY).OrderBy(wire => wire.PinY)];
        List<(Wire Wire, int PinY, int RowY)> down = [.. wires.Where(wire => wire.RowY >= wire.PinY).OrderByDescending(wire => wire.PinY)];
        int lane = 0;
        foreach ((Wire wire, int pinY, int rowY) in up.Concat(down))
        {
            int x = edge + (side * (FirstLane + (lane++ * LaneStep)));
            _canvas.Path(FormattableString.Invariant($"M{edge + (side * 5)} {pinY}H{x}V{rowY}H{edge + (side * lanes)}"), Ink(wire.Net));
        }
    }

    private List<(Wire Wire, int PinY, int RowY)> DrawModule(Part module, Circuit circuit, int x, int side, int y)
    {
        int width = 250;
        int boxX = side > 0 ? x + 30 : x - 30 - width;
        var rows = new List<(Wire, int, int)>();
        _canvas.Box(boxX, y - (RowStep / 2), width, module.Pins.Count * RowStep, "#eef4ff");
        _canvas.Text(boxX + (side > 0 ? width - 10 : 10), y - (RowStep / 2) - 8, $"{module.Id}  {module.Title}", 13, bold: true, anchor: side > 0 ? "end" : "start");
        for (int i = 0; i < module.Pins.Count; i++)
        {
            int rowY = y + (i * RowStep);
            string pin = module.Pins[i];
            Wire? wire = _build.NetOf(new PinRef(module.Id, pin));
            int pinX = side > 0 ? boxX : boxX + width;
            _canvas.Dot(pinX, rowY, 4, wire == null ? "#fff" : "#111");
            _canvas.Text(pinX + (side * 12), rowY + 5, pin, 14, bold: wire != null, colour: wire == null ? "#9aa0a8" : "#111", anchor: side > 0 ? "start" : "end");
            if (wire == null)
            {
                _canvas.Text(pinX + (side * 70), rowY + 5, "stays open", 12, colour: "#9aa0a8", anchor: side > 0 ? "start" : "end");
            }
            else if (wire.Gpio != null)
            {
                _canvas.Line(x, rowY, pinX, rowY, Ink(wire.Net));
                _canvas.Text(pinX + (side * 70), rowY + 5, $"{wire.Net.Id} ({wire.Net.Colour})", 12, colour: "#555", anchor: side > 0 ? "start" : "end");
                rows.Add((wire, circuit.Wires.First(known => known.Wire == wire).PinY, rowY));
            }
            else
            {
                _canvas.Line(pinX, rowY, pinX - (side * 16), rowY, Ink(wire.Net));
                Flag(pinX - (side * 16), rowY, -side, wire.Net);
            }
        }

        return rows;
    }

    // What hangs on a net, one line below the other; returns how many lines it took.
    private int DrawNet(Wire wire, int x, int y, int side, PinRef from)
    {
        if (wire.Net.Volts is not null && !from.IsBoard)
        {
            Flag(x, y, side, wire.Net);
            return 1;
        }

        int lines = 0;
        foreach (PinRef end in wire.Ends.Where(end => !end.IsBoard && end != from && !(wire.Net.Volts != null && Pins(end.Part) > 2)))
        {
            int row = y + (lines * RowStep);
            if (lines > 0)
            {
                _canvas.Line(x, y, x, row, Ink(wire.Net));
                _canvas.Dot(x, y, 3.5, Ink(wire.Net));
            }

            lines += DrawPart(wire, end, x, row, side);
        }

        if (from.IsBoard && wire.Net.Volts == null)
        {
            _canvas.Text(x + (side * 4), y + 19, $"{wire.Net.Id} ({wire.Net.Colour})", 11, colour: "#555", anchor: side > 0 ? "start" : "end");
        }

        return Math.Max(1, lines);
    }

    private int DrawPart(Wire wire, PinRef end, int x, int y, int side)
    {
        Part part = _build.PartOf(end.Part)!;
        int far = x + (side * Column);
        if (part.Pins.Count == 2)
        {
            PartSymbol.Draw(_canvas, part, end.Pin, x, far, y, side, Ink(wire.Net));
            string other = part.Pins.First(pin => pin != end.Pin);
            return _build.NetOf(new PinRef(part.Id, other)) is { } next ? DrawNet(next, far, y, side, new PinRef(part.Id, other)) : 1;
        }

        // A part with more pins is a box, entered by one of them, with the others behind it.
        string[] others = [.. part.Pins.Where(pin => pin != end.Pin)];
        int inner = x + (side * 34), boxX = side > 0 ? inner : inner - BoxWidth, outer = inner + (side * BoxWidth);
        int lines = 0;
        int boxTop = y - 20;
        int firstRow = y;
        _canvas.Line(x, y, inner, y, Ink(wire.Net));
        var rows = new List<(string Pin, int Y)>();
        foreach (string pin in others)
        {
            int row = firstRow + (lines * RowStep);
            rows.Add((pin, row));
            Wire? next = _build.NetOf(new PinRef(part.Id, pin));
            if (next != null)
            {
                _canvas.Line(outer, row, outer + (side * 22), row, Ink(next.Net));
                lines += DrawNet(next, outer + (side * 22), row, side, new PinRef(part.Id, pin));
            }
            else
            {
                lines++;
            }
        }

        _canvas.Box(boxX, boxTop, BoxWidth, rows[^1].Y - boxTop + 22, "#fff8e8");
        _canvas.Text(boxX + (BoxWidth / 2), ((rows[0].Y + rows[^1].Y) / 2) + 6, $"{part.Id}  {part.Rating.Split(',')[0]}", 12, bold: true, anchor: "middle");
        _canvas.Text(inner + (side * 8), y + 5, end.Pin, 13, anchor: side > 0 ? "start" : "end");
        foreach ((string pin, int row) in rows)
        {
            _canvas.Text(outer - (side * 8), row + 5, pin, 13, anchor: side > 0 ? "end" : "start");
        }

        return lines;
    }

    private void DrawSupply(int y)
    {
        Part supply = _build.OneOf("supply") ?? throw new PlanException($"{_build.Name}: there is no part of the kind supply.");
        _canvas.Box(60, y, 330, 96, "#eef7ee");
        _canvas.Text(74, y + 24, $"{supply.Id}  {supply.Title}", 14, bold: true);
        _canvas.Text(74, y + 46, supply.Rating.Split(", cable")[0], 12, colour: "#444");
        for (int i = 0; i < supply.Pins.Count; i++)
        {
            int row = y + 26 + (i * 44);
            Wire wire = _build.NetOf(new PinRef(supply.Id, supply.Pins[i]))!;
            _canvas.Dot(390, row, 4, "#111");
            _canvas.Text(378, row + 5, supply.Pins[i], 14, bold: true, anchor: "end");
            _canvas.Line(390, row, 412, row, Ink(wire.Net));
            Flag(412, row, 1, wire.Net);
        }

        _canvas.Text(560, y + 30, "Flags of one name are one net: connect all of them.", 13, colour: "#444");
        _canvas.Text(560, y + 52, "Either the supply or USB, never both. GPIOs bear 3.3 V and no more.", 13, colour: "#444");
        _canvas.Text(560, y + 74, "The grey numbers are places in the row, from the antenna down.", 13, colour: "#444");
    }

    private void Flag(int x, int y, int side, Net net)
    {
        int width = net.Id.Length > 3 ? 56 : 46;
        _canvas.Flag(x, y, side, width, Ink(net), net.Id);
    }

    private int Rows(Wire wire) => Rows(wire, new PinRef(PinRef.BoardName, ""));

    private int Rows(Wire wire, PinRef from)
    {
        if (wire.Net.Volts is not null && !from.IsBoard)
        {
            return 1;
        }

        int rows = wire.Ends.Where(end => !end.IsBoard && end != from && !(wire.Net.Volts != null && Pins(end.Part) > 2))
            .Sum(end => _build.PartOf(end.Part)!.Pins.Where(pin => pin != end.Pin).Sum(pin => _build.NetOf(new PinRef(end.Part, pin)) is { } next ? Rows(next, new PinRef(end.Part, pin)) : 1));
        return Math.Max(1, rows);
    }

    // The part with many pins that a GPIO leads to straight, if there is one.
    private Part? ModuleOf(Wire wire) => wire.Gpio == null ? null : wire.Ends.Select(end => _build.PartOf(end.Part)).OfType<Part>().FirstOrDefault(part => part.Kind == "reader");

    // White and yellow would not be seen on paper.
    private static string Ink(Net net) => net.Colour switch
    {
        "white" => "#8a8f98",
        "gold" => "#b8860b",
        "" => "#111",
        _ => net.Colour,
    };

    private sealed record Circuit(Part? Module, List<(Wire Wire, int PinY)> Wires, int Rows);
}
