@R15.5.3
Feature: R15.5.3 实习生19点前下班,由值班记者负责
  An intern helps and never holds the duty, the reporter on duty answers for her, and she is out by seven in the evening.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       | qualified |
      | S01 | 王芳   | 04A1B2C3 | leader     |           |
      | S06 | 杨磊   | 04A1B2C8 | operator   | no        |
      | S09 | 周主任  | 04A1B2C9 | supervisor |           |
    And the sheets are complete

  Scenario: 实习生先到也不当班 an intern who is there first, and stands ready as deputy, holds nothing
    Given the policy pack "newsroom"
    And shifts:
      | id | start            | end              | leader | deputies | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S06      | S09        |
    And the time is "2026-03-02 06:40"
    When "S06" taps at "06:50"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | staff   | S06     |
      | arrival | on-time |
      | holder  |         |
    And "S06" is in
    And nobody holds the duty
    When "S01" taps at "06:58"
    Then "S01" holds the duty

  Scenario: 不把实习生当值班人员对待则不同 where the pack only warns, the same tap takes the duty
    Given the policy pack "newsroom" with:
      | parameter   | value |
      | unqualified | warn  |
    And shifts:
      | id | start            | end              | leader | deputies | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S06      | S09        |
    And the time is "2026-03-02 06:40"
    When "S06" taps at "06:50"
    Then "S06" holds the duty

  Scenario: 不得指定实习生代班 nobody names an intern deputy or substitute
    Given the policy pack "newsroom"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S09        |
    And the time is "2026-03-02 06:40"
    When "S01" names "S06" deputy for shift "D1"
    Then the bridge refuses with "unqualified"
    When "S09" names "S06" substitute for "S01" in shift "D1"
    Then the bridge refuses with "unqualified"

  Scenario: 19点前下班 an intern whose day ends at half past six is out in time
    Given the policy pack "newsroom"
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    |      | S09        |
      | I1 | 2026-03-02 13:00 | 2026-03-02 18:30 |        | S06  | S09        |
    And the time is "2026-03-02 18:00"
    And "S01" holds the duty
    And "S06" is in
    When "S06" taps at "18:30"
    Then the last record is "duty.clock-out" with:
      | field   | value   |
      | staff   | S06     |
      | leaving | on-time |
    When the time is "19:05"
    Then no notice about "clock-out-missing" is sent
    And "S01" holds the duty
    When "S01" taps at "21:00"
    Then nobody holds the duty

  Scenario: 19点后仍在 an intern who is still in at seven is told of
    Given the policy pack "newsroom"
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S06  | S09        |
    And the time is "2026-03-02 18:30"
    And "S01" holds the duty
    And "S06" is in
    When the time is "18:59"
    Then no notice about "clock-out-missing" is sent
    When the time is "19:01"
    Then a notice about "clock-out-missing" reaches "S09" by "19:01"
    And there is 1 notice about "clock-out-missing"

  Scenario: 19点前刷卡离开 an intern who has badged and gone by seven is not told of
    Given the policy pack "newsroom"
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S06  | S09        |
    And the time is "2026-03-02 18:30"
    And "S01" holds the duty
    And "S06" is in
    When "S06" taps at "18:50"
    And the time is "19:05"
    Then no notice about "clock-out-missing" is sent
    And "S01" holds the duty
