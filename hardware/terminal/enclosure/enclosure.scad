// The wall enclosure of the terminal: a base that is screwed to the wall, and a lid that hooks in at the top and is held by two M3 screws from below.
// All lengths are in millimetres. X points to the right of who stands before the terminal, Y up, Z out of the wall; Z = 0 is the wall.
// README.md beside this file says how it is printed, put together and rendered, and where the numbers come from.

/* [What is made] */

// The base and the lid come out in the position in which they are printed, everything else as it hangs on the wall.
part = "assembly"; // [base, lid, assembly, open, exploded]

// Three lamps is what the firmware drives; a single RGB lamp in the middle is for boards whose three pins are wired to one part.
lamps = "three"; // [three, rgb]

// The stakes need the usual hole pattern; the rails take any board of the reader's outline, because modules with other holes are sold under the same name.
reader_mount = "stakes"; // [stakes, rails]

/* [Printing] */

// Five lines of a 0.4 mm nozzle; also the most that may stand between antenna and badge.
wall = 2;

// What a printer of the usual kind is off by on one side, so that parts that slide into each other have this much air.
fit = 0.3;

// The vertical edges are rounded, because people brush past it.
corner = 6;

// The edge of the front is broken at 45 degrees: it is the edge on the printing bed, and a rounding there would hang in the air.
chamfer = 1.2;

/* [Boards] */

// A perforated board of the usual size carries the ESP32 in two sockets, the resistors, the transistor, the button and the connectors.
carrier = [50, 70, 1.6];

// Solder, wires and the heads of the wall screws find room behind the carrier.
carrier_lift = 5;

// The height of a 19-pin socket above the carrier.
socket = 8.5;

// ESP32-DevKitC V4: the board is 48.26 long, and the aerial of the module stands out by 6.1, which makes the 54.4 that the maker names.
devkit = [27.94, 54.4, 1.6];
devkit_board = 48.26;
devkit_pin_rows = 25.4;
devkit_pin_body = 2.54;

// Between the aerial and the pins of the reader: metal near the aerial takes range.
aerial_room = 8;

// The module with its shield is the highest part on the ESP32's board.
devkit_module = [18, 25.5, 3.1];

// A straight micro-B plug with its boot; its cable goes straight on into the strain relief, because a bend at the plug tears at the socket.
usb_plug = [10.5, 26, 7.5];
usb_axis = 1.4; // above the board of the ESP32

// The usual RC522 module; the coil takes the 40 mm at the end away from the pins.
reader = [39.5, 60, 1.6];

// From the antenna's end: where the coil begins and ends, and how wide it is.
coil = [33.8, 2.6, 37.6];

// Holes of the reader as [distance between the two, distance from the antenna's end], measured on the usual module.
reader_holes = [[25, 7.5], [34, 44.5]];
reader_hole = 3.2;

// The ends of the pins stand out of the reader's back by 1.5, and the back faces the front wall.
reader_gap = 2;

// The crystal is the highest part on the reader's other side.
reader_parts = 3.5;

/* [Lamps, buzzer, button] */

// A lamp of 5 mm has a collar of 5.8 at its foot and is 7.6 high above it.
lamp = 5;
lamp_collar = 5.8;
lamp_above_collar = 7.6;

// Lamps that stand out this far are seen from the side, too.
lamp_out = 1.5;

// Labels of two languages stand under each lamp, so the lamps are further apart than their size needs.
lamp_pitch = 17;

// A strip of paper or film of this size is glued under the lamps; the recess keeps nails from lifting its edge.
label = [54, 9];
label_depth = 0.4;

buzzer = [12, 9.5];

// A tact switch on the carrier: it is reached with the lid off only, because whoever holds it starts the bring-up or drains the journal.
button = [6, 6, 5];

/* [Fixing] */

// M3: a hole for the screw, one for a heat-set insert of 4.0 outside at its tip, and one that the screw cuts its own thread into.
m3_free = 3.4;
m3_insert = 4.0;
m3_insert_deep = 6;
m3_cut = 2.6;

// Wall screws of 4 mm with heads of up to 7.5.
wall_screw = 4.4;
wall_screw_head = 8.2;
keyhole_travel = 7;

// Round cables of up to this much, held by a cable tie of up to 3.6 wide.
cable = 4.5;
tie = [4.2, 1.8];

// Air between the lid and the wall, because no wall is flat.
lid_air = 0.5;

/* [Badge mark] */

// A card lying on its side is drawn, because a card held upright would cover the lamps.
mark = [50, 31.5];
mark_depth = 0.6;
mark_line = 1.8;

/* [Pictures] */
show_parts = true;
base_colour = "#8d949c";
lid_colour = "#dfe2e4";
$fn = 48;

// ---------------------------------------------------------------------------------------------------------------------------------------------------
// Where things are. Y = 0 is the inside of the lid's bottom wall.

// Heights above the wall, from the back to the front.
carrier_z = wall + carrier_lift;
devkit_z = carrier_z + carrier[2] + socket + devkit_pin_body;
usb_z = devkit_z + devkit[2] + usb_axis;
devkit_top = devkit_z + devkit[2] + devkit_module[2];

// The lid's inside stays clear of the shield by more than a lid that is pressed in gives way.
inside_z = ceil(devkit_top + 3.5);
depth = inside_z + wall;

// From the bottom to the top: strain relief, plug, ESP32, reader, label, lamps.
saddle = [16, 13];

// The lid's bottom wall rises a little as it swings in around the hooks, and must not meet the block.
saddle_from = 1.5;
devkit_y = saddle[1] + usb_plug[1] + 1;
carrier_y = devkit_y + devkit[1] - carrier[1];
carrier_top = carrier_y + carrier[1];
reader_y = carrier_top + aerial_room;
reader_top = reader_y + reader[1];
coil_y = [reader_top - coil[2], reader_top - coil[1]];
mark_y = (coil_y[0] + coil_y[1]) / 2;
label_y = reader_top + 1 + label[1] / 2;
lamp_y = label_y + label[1] / 2 + 1.3 + lamp / 2;
inside = [carrier[0] + 10, ceil(lamp_y + 8)];
outside = [inside[0] + 2 * wall, inside[1] + 2 * wall, depth];

reader_z = inside_z - reader_gap - reader[2];
lamp_x = lamps == "rgb" ? [0] : [-lamp_pitch, 0, lamp_pitch];
buzzer_at = [18, 14];
boss_x = 22;
screw_z = 8;
boss = [10, 11.5, 13];
clamp_x = 19;
hook_x = 20;
hook_w = 10;
hook_out = 1.6;
rib_z = [4, 7.8];
keyhole_x = 15;
keyhole_y = label_y - 3;
fixing_at = [-18, 17];
saddle_top = usb_z - cable / 2 + 1;

// These come out on the console with every rendering; README.md repeats them.
echo(outside = outside);
echo(front_wall_over_antenna = wall, in_the_mark = wall - mark_depth);
echo(antenna_to_front = wall + reader_gap, antenna_to_wall = reader_z);
echo(antenna_to_esp32 = norm([coil_y[0] - (carrier_top - (devkit[1] - devkit_board)), reader_z - devkit_top]));
echo(antenna_to_clamp_screws = norm([coil_y[0] - (carrier_top + fit + 3.2 + 4.5), reader_z - (carrier_z + carrier[2] + 2.5)]));
echo(antenna_to_wall_screws = norm([keyhole_y + keyhole_travel - wall_screw_head / 2 - coil_y[1], reader_z - wall - 3.5]), lamps_to_antenna = lamp_y - lamp / 2 - coil_y[1]);
echo(shield_to_lid = inside_z - devkit_top, badge_centre_above_lower_edge = mark_y + wall);

assert(wall <= 2, "More than 2 mm before the antenna costs reading distance.");
assert(wall - mark_depth >= 1.2, "The mark would leave less than three layers of lines before the antenna.");
assert(coil_y[0] - carrier_top >= 15, "The ESP32 stands too near to the antenna.");
assert(reader_z - (carrier_z + carrier[2]) > 0, "The case is not deep enough for the reader.");

// ---------------------------------------------------------------------------------------------------------------------------------------------------
// The two prints, as they hang on the wall.

module base()
{
    difference()
    {
        union()
        {
            // The plate lies inside the lid's edge, so that nothing can be put between the two from the side.
            translate([0, fit, 0]) upright(inside[0] - 2 * fit, inside[1] - 2 * fit, corner - wall - fit, wall);
            for (side = [-1, 1])
            {
                translate([side * boss_x - boss[0] / 2, fit + 0.1, 0]) cube(boss);
                translate([side * hook_x, 0, 0]) hook();
                carrier_corner(side);
                clamp_boss(side);
            }

            strain_relief();
        }

        for (side = [-1, 1])
        {
            // The screws of the lid come from below. The insert is melted in from the same side.
            translate([side * boss_x, -1, screw_z]) rotate([-90, 0, 0]) cylinder(d = m3_insert, h = m3_insert_deep + 1.5);
            translate([side * boss_x, -1, screw_z]) rotate([-90, 0, 0]) cylinder(d = m3_free, h = boss[1] + 5);
            translate([side * keyhole_x, keyhole_y, 0]) keyhole();
        }

        // This screw is set with the case open and keeps the base from being lifted off its keyholes.
        translate([fixing_at[0], fixing_at[1], -1]) cylinder(d = wall_screw, h = wall + 2);
    }
}

module lid()
{
    difference()
    {
        union()
        {
            difference()
            {
                body();
                translate([0, 0, -1]) upright(inside[0], inside[1], corner - wall, inside_z + 1);
            }

            for (side = [-1, 1])
            {
                translate([side * hook_x, 0, 0]) rib();
            }

            for (x = lamp_x)
            {
                translate([x, lamp_y, depth + lamp_out - lamp_above_collar]) cylinder(d = lamp + 4, h = lamp_above_collar - lamp_out - wall / 2);
            }

            translate([buzzer_at[0], buzzer_at[1], inside_z - 5]) cylinder(d = buzzer[0] + 2 * fit + 3.2, h = 5 + wall / 2);
            if (reader_mount == "stakes")
            {
                reader_stakes();
            }
            else
            {
                reader_rails();
            }
        }

        for (x = lamp_x)
        {
            translate([x, lamp_y, 0]) cylinder(d = lamp + fit, h = depth + 1);
        }

        translate([buzzer_at[0], buzzer_at[1], inside_z - 6]) cylinder(d = buzzer[0] + 2 * fit, h = 6);
        translate([buzzer_at[0], buzzer_at[1], 0]) grille();
        translate([0, 0, depth - label_depth]) linear_extrude(1) translate([0, label_y]) rounded(label[0] + fit, label[1] + fit, 1);
        translate([0, mark_y, depth - mark_depth]) linear_extrude(1) card_symbol();
        for (side = [-1, 1])
        {
            translate([side * boss_x, 1, screw_z]) rotate([90, 0, 0]) cylinder(d = m3_free, h = wall + 2);
        }

        // The cable is laid in from behind, so that the plug need not go through a hole.
        hull()
        {
            for (z = [-cable, usb_z])
            {
                translate([0, 1, z]) rotate([90, 0, 0]) cylinder(d = cable + 2 * fit, h = wall + 2);
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------------------------------------
// What the base is made of.

// The hook's lower side and the rib above which it reaches both rise at 45 degrees, because both are printed without supports.
module hook()
{
    tip = inside[1] - fit;
    post = tip - hook_out;
    low = rib_z[1] - fit + fit * sqrt(2);
    translate([-hook_w / 2, 0, 0]) rotate([90, 0, 90]) linear_extrude(hook_w) polygon([
        [post - 3.5, 0], [post, 0], [post, low], [tip, low + hook_out], [tip, low + hook_out + 2], [post, low + 2 * hook_out + 2], [post - 3.5, low + 2 * hook_out + 2]]);
}

// The carrier is put under the two lower lips, laid down and held by two screws with washers at its upper edge: perforated boards have holes of many patterns or none.
module carrier_corner(side)
{
    edge = carrier[0] / 2;
    top = carrier_z + carrier[2];
    for (y = [carrier_y - fit - 1, carrier_top - 9.5])
    {
        translate([side * (edge - 2) - 3, y, 0]) cube([6, 10, carrier_z]);
        translate([side > 0 ? edge + fit : -edge - fit - 2, y, 0]) cube([2, 10, top + 1]);
    }

    translate([side > 0 ? edge - 7 : -edge - fit - 2, 0, 0]) rotate([90, 0, 90]) linear_extrude(9 + fit) polygon([
        [carrier_y - fit - 2, 0], [carrier_y - fit, 0], [carrier_y - fit, top + fit], [carrier_y - fit + 1.5, top + fit + 1.5], [carrier_y - fit + 1.5, top + fit + 2.5],
        [carrier_y - fit - 2, top + fit + 2.5]]);
}

module clamp_boss(side)
{
    difference()
    {
        translate([side * clamp_x, carrier_top + fit + 3.2, 0]) cylinder(d = 8, h = carrier_z + carrier[2] - 0.2);
        translate([side * clamp_x - 5, carrier_top + fit - 5, carrier_z - 0.5]) cube([10, 5, 5]);
        translate([side * clamp_x, carrier_top + fit + 3.2, wall]) cylinder(d = m3_cut, h = carrier_z + carrier[2]);
    }
}

// The cable lies in the groove in line with the plug and is tied down; the block also fills the slot of the lid below the cable.
module strain_relief()
{
    tie_y = (saddle_from + saddle[1] - tie[0]) / 2;
    difference()
    {
        union()
        {
            translate([-saddle[0] / 2, saddle_from, 0]) cube([saddle[0], saddle[1] - saddle_from, saddle_top]);
            translate([-cable / 2, -wall, 0]) cube([cable, wall + saddle_from + 1, saddle_top - 1]);
        }

        translate([0, -wall - 1, usb_z]) rotate([-90, 0, 0]) cylinder(d = cable, h = saddle[1] + wall + 2);
        translate([-saddle[0], tie_y, saddle_top - 1 - 1.6 - tie[1]]) cube([2 * saddle[0], tie[0], tie[1]]);
        for (side = [-1, 1])
        {
            // The tie turns up along the block's flanks.
            translate([side * saddle[0] / 2 - tie[1] / 2, tie_y, saddle_top - 1 - 1.6 - tie[1]]) cube([tie[1], tie[0], 10]);
        }
    }
}

module keyhole()
{
    translate([0, 0, -1]) cylinder(d = wall_screw_head, h = wall + 2);
    hull()
    {
        for (y = [0, keyhole_travel])
        {
            translate([0, y, -1]) cylinder(d = wall_screw, h = wall + 2);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------------------------------------
// What the lid is made of.

module body()
{
    hull()
    {
        translate([0, -wall, lid_air]) upright(outside[0], outside[1], corner, depth - chamfer - lid_air);
        translate([0, -wall + chamfer, lid_air]) upright(outside[0] - 2 * chamfer, outside[1] - 2 * chamfer, corner - chamfer, depth - lid_air);
    }
}

module rib()
{
    tip = inside[1] - hook_out;
    translate([-hook_w / 2 - 2, 0, 0]) rotate([90, 0, 90]) linear_extrude(hook_w + 4) polygon([
        [inside[1] + wall / 2, rib_z[0]], [tip, rib_z[0]], [tip, rib_z[1]], [inside[1], rib_z[1] + hook_out], [inside[1] + wall / 2, rib_z[1] + hook_out]]);
}

// The board is put on the four stakes, whose ends are then flattened with a warm soldering iron: screws would be metal inside the coil.
module reader_stakes()
{
    for (hole = reader_holes, side = [-1, 1])
    {
        translate([side * hole[0] / 2, reader_top - hole[1], reader_z])
        {
            translate([0, 0, reader[2]]) cylinder(d = reader_hole + 2.8, h = reader_gap + wall / 2);
            translate([0, 0, -2]) cylinder(d = reader_hole - fit, h = reader[2] + 3);
        }
    }
}

// The board slides in from the pins' end up to the stop; a drop of hot glue at the pins' end keeps it there.
module reader_rails()
{
    edge = reader[0] / 2 + fit;
    low = reader_z - fit;
    for (side = [-1, 1])
    {
        translate([0, reader_y + 8, 0]) mirror([side < 0 ? 1 : 0, 0, 0]) rotate([90, 0, 0]) mirror([0, 0, 1]) linear_extrude(reader[1] - 8 + fit) polygon([
            [edge - 1.5, inside_z + wall / 2], [edge + 2, inside_z + wall / 2], [edge + 2, low - 2.5], [edge - 1.2, low - 2.5], [edge - 1.2, low - 1.2], [edge, low],
            [edge, reader_z + reader[2]], [edge - 1.5, reader_z + reader[2]]]);
    }

    translate([-edge - 2, reader_top + fit, low - 2.5]) cube([2 * edge + 4, 2, inside_z + wall / 2 - low + 2.5]);
}

module grille()
{
    cylinder(d = 1.8, h = depth + 1);
    for (ring = [1, 2], i = [0 : 6 * ring - 1])
    {
        rotate(i * 60 / ring) translate([ring * 2.4, 0, 0]) cylinder(d = 1.8, h = depth + 1);
    }
}

// A card and three waves, all of them lines: a printer bridges a line in the first layers, but not a whole card.
module card_symbol()
{
    difference()
    {
        rounded(mark[0], mark[1], 4);
        rounded(mark[0] - 2 * mark_line, mark[1] - 2 * mark_line, 4 - mark_line);
    }

    translate([-9, 0]) intersection()
    {
        union()
        {
            circle(r = 2);
            for (r = [6.5, 12, 17.5])
            {
                difference()
                {
                    circle(r = r);
                    circle(r = r - mark_line);
                }
            }
        }

        union()
        {
            circle(r = 2);
            polygon([[0, 0], [30, -17], [30, 17]]);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------------------------------------
// Shapes that both use.

// A prism that stands on Z = 0 with its lower edge on Y = 0 and its middle on X = 0.
module upright(w, h, r, d)
{
    linear_extrude(d) translate([0, h / 2]) rounded(w, h, r);
}

module rounded(w, h, r)
{
    offset(r) square([w - 2 * r, h - 2 * r], center = true);
}

// ---------------------------------------------------------------------------------------------------------------------------------------------------
// Bodies of what is bought, for the pictures and to see what touches what. None of them is printed.

module block(size, at, colour)
{
    color(colour) translate(at) cube(size);
}

module carrier_parts()
{
    y = devkit_y;
    block(carrier, [-carrier[0] / 2, carrier_y, carrier_z], "#b58b4a");
    for (side = [-1, 1])
    {
        block([2.54, devkit_board, socket], [side * devkit_pin_rows / 2 - 1.27, y, carrier_z + carrier[2]], "#2b2b2b");
        block([2.54, devkit_board, devkit_pin_body], [side * devkit_pin_rows / 2 - 1.27, y, devkit_z - devkit_pin_body], "#444444");
    }

    block([devkit[0], devkit_board, devkit[2]], [-devkit[0] / 2, y, devkit_z], "#20242c");
    block([devkit_module[0], devkit_module[1], 0.8], [-devkit_module[0] / 2, y + devkit[1] - devkit_module[1], devkit_z + devkit[2]], "#1b3a5c");
    block([devkit_module[0] - 2, devkit_module[1] - 8, devkit_module[2]], [-devkit_module[0] / 2 + 1, y + devkit[1] - devkit_module[1] + 1, devkit_z + devkit[2]], "#c9ccd1");
    block([7.5, 5.6, 2.8], [-3.75, y - 1, devkit_z + devkit[2]], "#d5d7da");
    for (side = [-1, 1])
    {
        block([4, 3, 1.5], [side * 9 - 2, y + 2, devkit_z + devkit[2]], "#c9ccd1");
    }

    // The button, the transistor and the resistors stand beside the ESP32; where exactly is up to who solders them.
    block([button[0], button[1], 3.5], [-23.5, carrier_y + 18, carrier_z + carrier[2]], "#3a3a3a");
    color("#d33a2c") translate([-20.5, carrier_y + 21, carrier_z + carrier[2] + 3.5]) cylinder(d = 3.5, h = button[2] - 3.5);
    block([5, 3.6, 5], [17.5, carrier_y + 20, carrier_z + carrier[2]], "#2b2b2b");
    for (i = [0 : 3])
    {
        color("#d9c7a0") translate([17 + i % 2 * 3.5, carrier_y + 30 + floor(i / 2) * 12, carrier_z + carrier[2] + 1.2]) rotate([-90, 0, 0]) cylinder(d = 2.3, h = 6.5);
    }

    for (x = [-22, 10])
    {
        block([12, 5, 7], [x, carrier_y + 3, carrier_z + carrier[2]], "#e8e4d8");
    }

    for (side = [-1, 1])
    {
        color("#9aa0a6") translate([side * clamp_x, carrier_top + fit + 3.2, carrier_z + carrier[2]])
        {
            cylinder(d = 9, h = 0.8);
            cylinder(d = 5.6, h = 3);
        }
    }
}

module cable_parts()
{
    block(usb_plug, [-usb_plug[0] / 2, devkit_y - 1 - usb_plug[1], usb_z - usb_plug[2] / 2], "#3b3f46");
    color("#3b3f46") translate([0, -40, usb_z]) rotate([-90, 0, 0]) cylinder(d = cable - 0.4, h = 40 + saddle[1] + 2);
    color("#f2f2f2") translate([0, (saddle_from + saddle[1]) / 2 + 1.5, usb_z]) rotate([90, 0, 0]) difference()
    {
        cylinder(d = cable + 2.4, h = 3);
        translate([0, 0, -1]) cylinder(d = cable - 0.2, h = 5);
        translate([-10, -10 - cable / 2 + 1, -1]) cube([20, 10, 5]);
    }
}

module reader_parts()
{
    color("#1d4f9e") difference()
    {
        translate([-reader[0] / 2, reader_y, reader_z]) cube(reader);
        for (hole = reader_holes, side = [-1, 1])
        {
            translate([side * hole[0] / 2, reader_top - hole[1], reader_z - 1]) cylinder(d = reader_hole, h = 4);
        }
    }

    for (z = [reader_z - 0.1, reader_z + reader[2]])
    {
        color("#e0b64a") translate([0, mark_y, z]) linear_extrude(0.1) for (i = [0 : 3])
        {
            difference()
            {
                rounded(coil[0] - i * 1.6, coil[2] - coil[1] - i * 1.6, 8);
                rounded(coil[0] - i * 1.6 - 0.9, coil[2] - coil[1] - i * 1.6 - 0.9, 7.5);
            }
        }
    }

    block([7, 7, 1], [-10, reader_y + 11, reader_z - 1], "#1a1a1a");
    color("#c9ccd1") translate([9, reader_y + 12, reader_z - reader_parts]) linear_extrude(reader_parts) rounded(11, 4.6, 2.2);
    block([20.3, 2.5, 2.5], [-10.15, reader_y + 0.8, reader_z - 2.5], "#2b2b2b");
    for (i = [0 : 7])
    {
        block([0.64, 0.64, 8.5], [-9.2 + i * 2.54, reader_y + 1.7, reader_z - 8.5], "#d8b35a");
    }
}

module lamp_parts()
{
    colours = lamps == "rgb" ? ["#f4f4f4"] : ["#2fae4e", "#f2a11c", "#d8322a"];
    for (i = [0 : len(lamp_x) - 1])
    {
        translate([lamp_x[i], lamp_y, depth + lamp_out])
        {
            color(colours[i])
            {
                translate([0, 0, -lamp / 2]) sphere(d = lamp);
                translate([0, 0, -lamp_above_collar]) cylinder(d = lamp, h = lamp_above_collar - lamp / 2);
                translate([0, 0, -lamp_above_collar - 1]) cylinder(d = lamp_collar, h = 1);
            }

            for (x = lamps == "rgb" ? [-1.9, -0.6, 0.6, 1.9] : [-1.27, 1.27])
            {
                color("#c9ccd1") translate([x, 0, -lamp_above_collar - 8]) cylinder(d = 0.5, h = 7.2, $fn = 8);
            }
        }
    }
}

module buzzer_parts()
{
    color("#1c1c1c") translate([buzzer_at[0], buzzer_at[1], inside_z - buzzer[1]]) difference()
    {
        cylinder(d = buzzer[0], h = buzzer[1]);
        translate([0, 0, 4]) cylinder(d = 2, h = buzzer[1]);
    }
}

module screw_parts()
{
    for (side = [-1, 1])
    {
        color("#9aa0a6") translate([side * boss_x, -wall, screw_z]) rotate([90, 0, 0])
        {
            cylinder(d = 5.6, h = 2);
            translate([0, 0, -9]) cylinder(d = 2.9, h = 9);
        }
    }
}

// The recesses are drawn dark and the label white, because nobody would see them in a picture; on the print they have the colour of the lid.
module paint()
{
    color("#50565e") translate([0, mark_y, depth - mark_depth]) linear_extrude(0.05) card_symbol();
    color("#fbfbf7") translate([0, label_y, depth - label_depth]) linear_extrude(label_depth + 0.1) rounded(label[0] + fit, label[1] + fit, 1);
}

module assembly()
{
    color(base_colour) base();
    color(lid_colour) lid();
    if (show_parts)
    {
        paint();
        lamp_parts();
        buzzer_parts();
        screw_parts();
        reader_parts();
        carrier_parts();
        cable_parts();
    }
}

// The lid lies beside the base on its face, as it does while somebody works on the terminal.
module open()
{
    color(base_colour) base();
    carrier_parts();
    cable_parts();
    translate([outside[0] + 22, 0, depth]) rotate([0, 180, 0])
    {
        color(lid_colour) lid();
        reader_parts();
        lamp_parts();
        buzzer_parts();
    }
}

// From the wall to the front, in the order in which it is put together.
module exploded()
{
    color(base_colour) base();
    translate([0, 0, 25])
    {
        carrier_parts();
        cable_parts();
    }

    translate([0, 0, 70])
    {
        reader_parts();
        lamp_parts();
        buzzer_parts();
    }

    translate([0, -18, 0]) screw_parts();
    translate([0, 0, 135])
    {
        color(lid_colour) lid();
        paint();
    }
}

if (part == "base")
{
    color(base_colour) base();
}
else if (part == "lid")
{
    // Face down: the front becomes as smooth as the bed, and nothing inside hangs in the air.
    color(lid_colour) translate([0, 0, depth]) rotate([0, 180, 0]) lid();
}
else if (part == "open")
{
    open();
}
else if (part == "exploded")
{
    exploded();
}
else
{
    assembly();
}
