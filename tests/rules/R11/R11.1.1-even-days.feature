@R11.1.1
Feature: R11.1.1 自2017年10月12日起实行交接班制度,每月逢双日为交接班日
  The duty passes on at every even day of the month. That makes stretches of two days and, over the 31st, of three: the roster warns of them.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |

  Scenario: 自2017年10月12日起 the first shift is that of the day on which the rule came into force
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2017-10-12" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2017-10-12 07:40"
    Then the calendar of "S01" shows shift "E1012"
    And the calendar of "S02" shows shift "E1014"
    And the calendar of "S01" shows shift "E1016"
    And the calendar of "S01" does not show shift "E1010"
    And the calendar of "S02" does not show shift "E1010"
    And the calendar of "S01" does not show shift "E1013"
    And the calendar of "S02" does not show shift "E1013"

  Scenario: 制度实行之前无班 a house that begins on the 12th has nobody on duty on the 11th, and on the 12th it has
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-12" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2026-03-11 07:40"
    When "S01" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | arrival | unrostered |
      | holder  |            |
    And nobody holds the duty
    When "S02" taps at "2026-03-12 07:50"
    Then nobody holds the duty
    When "S01" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field  | value |
      | shift  | E0312 |
      | holder | true  |
    And "S01" holds the duty

  Scenario: 双日交接 on the fourth the one hands over to the other
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2026-03-04 07:30"
    When "S01" taps at "07:31"
    And "S02" taps at "07:45"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | outgoing | S01   |
      | incoming | S02   |
      | from     | E0302 |
      | to       | E0304 |
    And "S02" holds the duty

  Scenario: 单日不交接 on the third nobody does: the other one is not on duty, and the holder stays
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2026-03-03 07:30"
    When "S01" taps at "07:31"
    And "S02" taps at "07:45"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | staff   | S02        |
      | arrival | unrostered |
    When "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then there is no record "handover.started"
    And "S01" holds the duty

  Scenario: 连续值班超过24小时要提示 a stretch of two days is warned of, and the supervisor told
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2026-03-03 09:00"
    Then the roster warns of "long-stretch" for "S02" on "2026-03-04"
    And the roster warns of "long-stretch" for "S01" on "2026-03-30"
    And a notice about "double-shift" reaches "S09" by "09:00"

  Scenario: 允许48小时则不提示 where two days are allowed, only those over the 31st are warned of
    Given the policy pack "psych-hotline" with:
      | parameter       | value |
      | longestStretchH | 48    |
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2026-03-03 09:00"
    Then no notice about "double-shift" is sent
    And the roster warns of "long-stretch" for "S01" on "2026-03-30"
