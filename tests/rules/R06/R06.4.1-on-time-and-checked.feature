@R06.4.1
Feature: R06.4.1 准时上岗,检查设备
  Whoever takes over is in by the start of the shift, and has checked the line equipment before the second signature.

  Background:
    Given the policy pack "citizen-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-02 00:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 16:00 | S02    | S09        |
    And the time is "2026-03-02 07:30"
    And "S01" holds the duty

  Scenario: 准时上岗 in at the start of the shift is on time
    When "S02" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | staff   | S02     |
      | shift   | D1      |
      | arrival | on-time |
    And the ledger of "S02" for "2026-03" is empty

  Scenario: 晚一分钟为迟到 a minute later is late, and stands in the ledger
    When "S02" taps at "08:01"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 1       | 0      | no      |

  Scenario: 要求提前十分钟到岗时零八点前五分即为迟到 where the house wants ten minutes before the start, five before it is late
    Given the policy pack "citizen-line" with:
      | parameter       | value |
      | requiredLeadMin | 10    |
    When "S02" taps at "07:55"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 5     |

  Scenario: 接班人检查设备后接班 the incoming person has checked the equipment
    When "S01" completes the sheet at "07:40"
    And "S02" taps at "07:45"
    And "S02" reads the sheet and ticks nothing at "07:46"
    And "S02" ticks "start check" at "07:47"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | incoming | S02   |
      | hasty    |       |
    And no notice about "hasty-handover" is sent

  Scenario: 未检查设备即接班为匆忙接班 without the check the handover is marked hasty and told to the supervisor
    When "S01" completes the sheet at "07:40"
    And "S02" taps at "07:45"
    And "S02" reads the sheet and ticks nothing at "07:46"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | incoming | S02   |
      | hasty    | true  |
    And a notice about "hasty-handover" reaches "S09" by "07:53"
